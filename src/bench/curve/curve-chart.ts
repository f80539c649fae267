/** Latency against throughput: a chart of a line for each series of runs. */
import type { Chart } from "../report/html/chart.js";
import type { FigureName, RunFigures } from "./figures-schema.js";

export interface CurveLine {
  label: string;
  /** In the order in which the load grows. */
  points: readonly RunFigures[];
}

const DRAWN: readonly FigureName[] = ["lat.p50", "lat.p99", "lat.p99.9"];

/** One for each percentile. */
export function curveCharts(lines: readonly CurveLine[]): Chart[] {
  const rates = lines.flatMap(({ points }) => points.map(({ iops }) => iops ?? 0));
  const x = [...new Set(rates)].filter((rate) => rate > 0).sort((a, b) => a - b);
  if (x.length === 0) return [];
  return DRAWN.map((name) => ({
    title: `${name} (response time) by operations a second`,
    shape: "points",
    xAxis: { unit: "operations/s", scale: "linear" },
    yAxis: { unit: "ns", scale: "logarithmic" },
    x,
    lines: lines.map(({ label, points }, color) => ({
      label,
      color,
      values: x.map((rate) => points.find(({ iops }) => iops === rate)?.[name] ?? null),
      // More load may come to fewer operations: then the curve bends back.
      course: points.map(({ iops }) => x.indexOf(iops ?? 0)).filter((place) => place >= 0),
    })),
  }));
}
