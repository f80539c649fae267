/** Compares two sides that are measured in turn, so that what slows a round slows both. */
import { measure } from "../gates/measure.js";
import { parseMetric } from "../gates/metric.js";
import type { RunResult } from "../result/result.js";
import { geometricMean, roundsInterval } from "./bootstrap.js";
import { type Change, type Comparison, changeOf, hasRegressed } from "./comparison.js";
import { jobDifferences } from "./same-job.js";

/** The results of both sides, one of each in each round. */
export interface Rounds {
  baseline: readonly RunResult[];
  candidate: readonly RunResult[];
}

const METRICS = ["read.", "write."].flatMap((direction) =>
  ["iops", "bw", "lat.mean", "lat.p50", "lat.p99", "lat.p99.9"].map((name) => direction + name),
);

/**
 * Each metric of whole runs, of all jobs together: geometric means of the rounds, whose ratio is
 * that of the rounds' ratios.
 *
 * @param name what the candidate is called
 */
export function compareRounds(rounds: Rounds, name: string, tolerancePercent: number): Comparison {
  const changes = METRICS.flatMap((metric) => changesOf(rounds, metric, tolerancePercent));
  const [first, second] = [rounds.baseline[0], rounds.candidate[0]];
  return {
    candidate: { name, results: rounds.candidate.map(({ memvol }) => memvol.id) },
    changes,
    notes: first === undefined || second === undefined ? [] : jobDifferences(first, second),
    regressed: hasRegressed(changes),
  };
}

function changesOf(rounds: Rounds, name: string, tolerancePercent: number): Change[] {
  const metric = parseMetric(name);
  const pairs = rounds.baseline.flatMap((result, round) => {
    const other = rounds.candidate[round];
    const [before, after] = [result, other].map((one) => (one ? measure(one, metric) : null));
    return before && after ? [{ before, after }] : [];
  });
  if (pairs.length === 0) return [];
  const ratios = pairs.map(({ before, after }) => after / before);
  const measured = {
    job: "all",
    metric: name,
    baseline: geometricMean(pairs.map(({ before }) => before)),
    candidate: geometricMean(pairs.map(({ after }) => after)),
    ratio: geometricMean(ratios),
    interval: roundsInterval(ratios),
  };
  return [changeOf(measured, tolerancePercent)];
}
