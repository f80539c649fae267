/** What one run of many comes to: the figures that a sweep and a search show of each. */
import { formatMetricValue } from "../gates/limit.js";
import { measure } from "../gates/measure.js";
import { parseMetric } from "../gates/metric.js";
import type { RunResult } from "../result/result.js";
import { FIGURE_NAMES, type FigureName, type RunFigures } from "./figures-schema.js";

const METRICS = FIGURE_NAMES.map((name) => ({ name, metric: parseMetric(name) }));

/** Of all jobs and directions of the run together. */
export function figuresOf(result: RunResult): RunFigures {
  const values = METRICS.map(({ name, metric }) => [name, measure(result, metric)] as const);
  return Object.fromEntries(values) as RunFigures;
}

export function figureText(figures: RunFigures, name: FigureName): string {
  const value = figures[name];
  return value === null ? "-" : formatMetricValue(value, parseMetric(name).quantity);
}
