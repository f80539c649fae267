/** Charts of a row's latencies: by percentile, and how many operations took how long. */
import { decodeHistogram, type Histogram, valueCounts } from "../../result/histogram.js";
import type { JobRow } from "../../result/result.js";
import { usedDirections } from "../figures.js";
import type { Chart } from "./chart.js";

interface LatencyLine {
  label: string;
  histogram: Histogram;
  color: number;
  dashed: boolean;
}

const POINTS_PER_NINE = 12;
const NINES_MAX = 7;
const STEPS_PER_OCTAVE = 8;

export function latencyCharts(row: JobRow, label: string): Chart[] {
  const lines = linesOf(row);
  if (lines.length === 0) return [];
  return [percentileChart(label, lines), histogramChart(label, lines)];
}

/** Response has lines of its own only where it differs: under a rate. */
function linesOf(row: JobRow): LatencyLine[] {
  return usedDirections(row).flatMap((direction, place) => {
    const { service_ns: service, response_ns: response } = row[direction].memvol;
    const clocks = service.histogram === response.histogram ? ["service"] : ["service", "response"];
    return clocks.map((clock) => ({
      label: `${direction} ${clock}`,
      histogram: decodeHistogram((clock === "service" ? service : response).histogram),
      color: place,
      dashed: clock === "response",
    }));
  });
}

function percentileChart(label: string, lines: readonly LatencyLine[]): Chart {
  const points = POINTS_PER_NINE * NINES_MAX;
  const x = Array.from({ length: points + 1 }, (_, index) => 10 ** (index / POINTS_PER_NINE));
  const most = Math.max(...lines.map(({ histogram }) => histogram.totalCount));
  // The first rank that one operation alone is beyond is the maximum; past it there is nothing.
  const shown = x.filter((_, index) => index === 0 || (x[index - 1] ?? 0) < most);
  return {
    title: `${label}: latency by percentile`,
    shape: "lines",
    xAxis: { unit: "percentile", scale: "logarithmic" },
    yAxis: { unit: "ns", scale: "logarithmic" },
    x: shown,
    lines: lines.map(({ label, histogram, color, dashed }) => ({
      label,
      color,
      dashed,
      values: shown.map((place) => histogram.getValueAtPercentile(100 * (1 - 1 / place))),
    })),
  };
}

function histogramChart(label: string, lines: readonly LatencyLine[]): Chart {
  const counts = lines.map(({ histogram }) => countsByStep(histogram));
  const used = counts.flatMap((steps) => [...steps.keys()]);
  const first = Math.min(...used) - 1;
  const last = Math.max(...used) + 1;
  const steps = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  return {
    title: `${label}: operations by latency`,
    shape: "steps",
    xAxis: { unit: "ns", scale: "logarithmic" },
    yAxis: { unit: "percent", scale: "linear" },
    x: steps.map((step) => 2 ** (step / STEPS_PER_OCTAVE)),
    lines: lines.map(({ label, histogram, color, dashed }, place) => ({
      label,
      color,
      dashed,
      values: steps.map(
        (step) => (100 * (counts[place]?.get(step) ?? 0)) / Math.max(1, histogram.totalCount),
      ),
    })),
  };
}

/** Counts by the step of the logarithmic axis that a value stands in. */
function countsByStep(histogram: Histogram): Map<number, number> {
  const byStep = new Map<number, number>();
  for (const { ns, count } of valueCounts(histogram)) {
    const step = Math.floor(STEPS_PER_OCTAVE * Math.log2(Math.max(1, ns)));
    byStep.set(step, (byStep.get(step) ?? 0) + count);
  }
  return byStep;
}
