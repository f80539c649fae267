/** Charts of one job's course, second by second. */

import { DIRECTIONS, type Direction } from "../../../directions.js";
import type { Series } from "../../result/result.js";
import { measuredSamples } from "../../result/series.js";
import type { Chart, ChartLine, ValueUnit } from "./chart.js";
import { heatChart } from "./heat-chart.js";

type Sample = Series["samples"][number];

/** Percentiles of a second that are drawn; more would hide each other. */
const DRAWN_RANKS = ["50.000000", "90.000000", "99.000000", "99.900000"];

/** What is left at the end of a run may be too short to have a rate. */
const SHORTEST_NS = 0.1e9;

export function seriesCharts(series: Series, label: string): Chart[] {
  const samples = measuredSamples(series).filter(({ length_ns }) => length_ns >= SHORTEST_NS);
  const used = DIRECTIONS.filter((direction) =>
    samples.some((sample) => sample[direction].total_ios > 0),
  );
  if (used.length === 0 || samples.length < 2) return [];
  const course = (title: string, unit: ValueUnit, lines: ChartLine[]): Chart => ({
    title: `${label}: ${title}`,
    shape: "lines",
    xAxis: { unit: "seconds", scale: "linear" },
    yAxis: { unit, scale: unit === "ns" ? "logarithmic" : "linear" },
    x: samples.map(({ end_ns }) => end_ns / 1e9),
    lines,
  });
  const rates = (amount: (sample: Sample, direction: Direction) => number) =>
    used.map((direction, color) => ({
      label: direction,
      color,
      values: samples.map((sample) => perSecond(sample, amount(sample, direction))),
    }));
  return [
    ...used.map((direction) => ({
      ...course(`${direction} latency over time`, "ns", latencyLines(samples, direction)),
      shaded: true,
    })),
    ...used.flatMap(
      (direction) => heatChart(series, direction, `${label}: ${direction} latency heat map`) ?? [],
    ),
    course(
      "IOPS over time",
      "operations/s",
      rates((sample, name) => sample[name].total_ios),
    ),
    course(
      "bandwidth over time",
      "bytes/s",
      rates((sample, name) => sample[name].io_bytes),
    ),
  ];
}

function perSecond({ length_ns }: Sample, amount: number): number {
  return (amount * 1e9) / length_ns;
}

/** Service time: the samples hold no other. */
function latencyLines(samples: readonly Sample[], direction: Direction): ChartLine[] {
  const ranks = DRAWN_RANKS.map((key, color) => ({
    label: `p${Number(key)}`,
    color,
    values: samples.map((sample) => sample[direction].percentile?.[key] ?? null),
  }));
  const highest = samples.map((sample) => sample[direction].max || null);
  return [...ranks, { label: "max", color: DRAWN_RANKS.length, values: highest }];
}
