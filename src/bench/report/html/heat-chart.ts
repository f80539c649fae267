/** How long the operations of a job took over time, as a heat map. */
import type { Direction } from "../../../directions.js";
import type { Series } from "../../result/result.js";
import type { Chart, ChartCell } from "./chart.js";

type Column = Series["heat"][number];

/** Where the drawn bucket begins that holds all that took less than 288 ns. */
const LOWEST_NS = 128;
const LOWEST_END_NS = 288;
const STEPS_PER_OCTAVE = 8;

/** Null where there are not two columns to see a course in. */
export function heatChart(
  { heat, ramp_ns }: Series,
  direction: Direction,
  title: string,
): Chart | null {
  const columns = heat.filter(({ end_ns, length_ns }) => end_ns - length_ns >= ramp_ns);
  const filled = columns.filter((column) => column[direction].length > 0);
  if (filled.length < 2) return null;
  return {
    title,
    shape: "cells",
    xAxis: { unit: "seconds", scale: "linear" },
    yAxis: { unit: "ns", scale: "logarithmic" },
    x: columns.map(({ end_ns }) => end_ns / 1e9),
    lines: [],
    cells: filled.flatMap((column) => cellsOf(column, direction)),
  };
}

function cellsOf(column: Column, direction: Direction): ChartCell[] {
  const total = column[direction].reduce((sum, [, count]) => sum + count, 0);
  const to = column.end_ns / 1e9;
  const from = to - column.length_ns / 1e9;
  return column[direction].map(([ns, count]) => {
    const [low, high] = ns === 0 ? [LOWEST_NS, LOWEST_END_NS] : [ns, bucketEndNs(ns)];
    return { x: [from, to], y: [low, high], share: count / total };
  });
}

/** A bucket is an eighth of the power of two that it begins in. */
function bucketEndNs(fromNs: number): number {
  return fromNs + 2 ** Math.floor(Math.log2(fromNs)) / STEPS_PER_OCTAVE;
}
