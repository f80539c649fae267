/** Whether a run kept its thresholds, as a table. */
import { formatMetricValue } from "../gates/limit.js";
import { parseMetric } from "../gates/metric.js";
import type { RunResult, Threshold } from "../result/result.js";
import type { FigureTable } from "./figures.js";

export const MISSED = "missed";

/** The last column is the verdict. Without rows where the run had no thresholds. */
export function thresholdTable({ memvol: { thresholds } }: RunResult): FigureTable {
  const body = thresholds.map((row) => [row.threshold, valueText(row), verdictOf(row)]);
  return { head: ["threshold", "value", ""], labels: 1, words: 1, body };
}

function valueText({ metric, value }: Threshold): string {
  return value === null ? "not measured" : formatMetricValue(value, parseMetric(metric).quantity);
}

function verdictOf({ passed }: Threshold): string {
  return passed ? "kept" : MISSED;
}
