/** A threshold that a run must keep: `[JOB:]METRIC OPERATOR VALUE`. */
import type { DirectionTriple } from "../../directions.js";
import { UserError } from "../../errors.js";
import { nearest } from "../../nearest.js";
import { parseLimit } from "./limit.js";
import { type Metric, parseMetric } from "./metric.js";

export const OPERATORS = ["<=", ">=", "==", "!=", "<", ">"] as const;
export type Operator = (typeof OPERATORS)[number];

export interface Gate {
  /** As written. */
  text: string;
  /** Absent: all jobs of the run together. */
  job?: string;
  metric: Metric;
  operator: Operator;
  /** In the metric's smallest unit: nanoseconds, bytes a second, operations. */
  limit: number;
}

const HOLDS: Record<Operator, (value: number, limit: number) => boolean> = {
  "<=": (value, limit) => value <= limit,
  ">=": (value, limit) => value >= limit,
  "==": (value, limit) => value === limit,
  "!=": (value, limit) => value !== limit,
  "<": (value, limit) => value < limit,
  ">": (value, limit) => value > limit,
};

export function holds({ operator, limit }: Gate, value: number): boolean {
  return HOLDS[operator](value, limit);
}

/** No operator, job or value of a metric has a colon, so the last one ends the job's name. */
const GATE = /^(?:(.*):)?([^:<>=!]+)(<=|>=|==|!=|<|>)([^:<>=!]+)$/s;

/** @throws UserError `threshold_invalid` that quotes the threshold */
export function parseGate(text: string): Gate {
  const [, job, metricText = "", operatorText, limitText = ""] = GATE.exec(text) ?? [];
  const operator = OPERATORS.find((known) => known === operatorText);
  if (operator === undefined) {
    throw new UserError("threshold_invalid", `'${text}' is not a threshold`, {
      nextSteps: [
        "Write METRIC OPERATOR VALUE, such as 'read.lat.p99<50us'.",
        `Operators: ${OPERATORS.join(" ")}`,
        "For one job alone put its name and a colon before it.",
      ],
    });
  }
  try {
    const metric = parseMetric(metricText.trim());
    const limit = parseLimit(limitText, metric.quantity);
    return { text: text.trim(), metric, operator, limit, ...(job && { job: job.trim() }) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const { code, message, nextSteps, cause } = error;
    throw new UserError(code, `threshold '${text}': ${message}`, { nextSteps, cause });
  }
}

/** What a run has that gates can name. */
export interface GatedJob extends DirectionTriple<boolean> {
  name: string;
}

/**
 * Refuses gates that nothing in the run could pass or fail.
 *
 * @throws UserError `threshold_invalid`
 */
export function checkGates(gates: readonly Gate[], jobs: readonly GatedJob[]): void {
  for (const { text, job, metric } of gates) {
    const meant = jobs.filter(({ name }) => job === undefined || name === job);
    if (meant.length === 0) throw noSuchJob(text, job ?? "", jobs);
    const { direction } = metric;
    if (direction === undefined || meant.some((one) => one[direction])) continue;
    const whose = job === undefined ? "no job" : `job '${job}' does not`;
    const what = job === undefined ? `${direction}s` : direction;
    throw new UserError("threshold_invalid", `threshold '${text}': ${whose} ${what}`, {
      nextSteps: ["Leave it out, or name the other direction."],
    });
  }
}

function noSuchJob(text: string, job: string, jobs: readonly GatedJob[]): UserError {
  const names = jobs.map(({ name }) => name);
  const meant = nearest(job, names);
  return new UserError("threshold_invalid", `threshold '${text}': there is no job '${job}'`, {
    nextSteps: [
      ...(meant === undefined ? [] : [`Did you mean '${meant}'?`]),
      `Jobs: ${names.join(", ")}`,
    ],
  });
}
