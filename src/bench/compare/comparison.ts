/** What comparing results comes to, as plain data. */
import type { Interval } from "./bootstrap.js";

/**
 * `worse` and `better` take both: a change past the tolerance, and an interval without "no
 * change" in it. `same`: within the tolerance. `unclear`: past it, but chance may have done that.
 */
export type Verdict = "worse" | "better" | "same" | "unclear";

export interface Change {
  /** Whose operations: a job's name, or all. */
  job: string;
  /** As thresholds name it: `read.iops`, `write.service.p99`. */
  metric: string;
  baseline: number;
  candidate: number;
  /** Of the candidate against the baseline. */
  change_percent: number;
  /** Where the change lies with 95 % confidence; null where there were too few samples. */
  interval_percent: Interval | null;
  verdict: Verdict;
}

export interface ComparedSide {
  /** The file, or the profile with its flags. */
  name: string;
  /** Of the results compared. */
  results: string[];
}

export interface Comparison {
  candidate: ComparedSide;
  changes: Change[];
  /** What makes the two differ beside what was measured. */
  notes: string[];
  regressed: boolean;
}

export interface ComparisonReport {
  schema_version: 1;
  /** Whether intervals are over the seconds of each run or over rounds of both sides. */
  samples: "seconds" | "rounds";
  confidence: number;
  tolerance_percent: number;
  baseline: ComparedSide;
  comparisons: Comparison[];
  regressed: boolean;
}

interface Measured {
  job: string;
  metric: string;
  baseline: number;
  candidate: number;
  /** Of candidate by baseline. */
  ratio: number;
  interval: Interval | null;
}

/** A higher latency is worse, a higher rate better. */
function isLatency(metric: string): boolean {
  return /\b(lat|service)\./.test(metric);
}

export function changeOf(measured: Measured, tolerancePercent: number): Change {
  const { job, metric, baseline, candidate, ratio, interval } = measured;
  const change = percentOf(ratio);
  const between: Interval | null = interval && [percentOf(interval[0]), percentOf(interval[1])];
  const verdict = verdictOf(isLatency(metric), change, between, tolerancePercent);
  return {
    ...{ job, metric, baseline, candidate },
    change_percent: change,
    interval_percent: between,
    verdict,
  };
}

function verdictOf(
  higherIsWorse: boolean,
  change: number,
  interval: Interval | null,
  tolerancePercent: number,
): Verdict {
  if (Math.abs(change) <= tolerancePercent) return "same";
  if (interval === null) return "unclear";
  const [low, high] = interval;
  if (low <= 0 && high >= 0) return "unclear";
  return change > 0 === higherIsWorse ? "worse" : "better";
}

function percentOf(ratio: number): number {
  return 100 * (ratio - 1);
}

export function hasRegressed(changes: readonly Change[]): boolean {
  return changes.some(({ verdict }) => verdict === "worse");
}
