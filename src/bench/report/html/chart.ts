/** A chart as plain data: made with the report, drawn by the page's script. */

/** What values count, which decides how they are written. */
export type ValueUnit = "ns" | "operations/s" | "bytes/s" | "seconds" | "percent" | "percentile";

export interface ChartAxis {
  unit: ValueUnit;
  scale: "linear" | "logarithmic";
}

export interface ChartLine {
  label: string;
  /** One for each of `x`; null where there is none. */
  values: readonly (number | null)[];
  /** The place in the palette. */
  color: number;
  dashed?: boolean;
  /** Of points: the places in `x` in the order in which they are joined. */
  course?: readonly number[];
}

/** A rectangle of a heat map. */
export interface ChartCell {
  x: readonly [from: number, to: number];
  y: readonly [from: number, to: number];
  /** Of all in its column, more than 0 and at most 1. */
  share: number;
}

export interface Chart {
  title: string;
  shape: "lines" | "steps" | "points" | "cells";
  xAxis: ChartAxis;
  yAxis: ChartAxis;
  /** Ascending. A percentile p stands at 1/(1 − p), so that each nine takes as much room. */
  x: readonly number[];
  lines: readonly ChartLine[];
  /** Shade the room between each line and the next. */
  shaded?: boolean;
  /** Of the shape of that name. */
  cells?: readonly ChartCell[];
}
