/** Compares two stored results second by second. */

import { mean, median } from "simple-statistics";
import { DIRECTIONS, type Direction } from "../../directions.js";
import { UserError } from "../../errors.js";
import { percentileKey } from "../result/latency.js";
import type { RunResult, Series } from "../result/result.js";
import { isWholeSecond, measuredSamples } from "../result/series.js";
import { ratioInterval, type Statistic } from "./bootstrap.js";
import { type Change, type Comparison, changeOf, hasRegressed } from "./comparison.js";
import { environmentNotes, jobDifferences } from "./same-job.js";

export interface StoredSide {
  name: string;
  result: RunResult;
}

export interface CompareOptions {
  tolerancePercent: number;
  /** Compare what is not of the same job, too. */
  allowDifferentJobs: boolean;
}

/**
 * Rates are the mean of the whole seconds of a job, latencies the median of the percentiles that
 * the seconds have, of the service time.
 *
 * @throws UserError `jobs_differ`, `result_invalid` where there is no whole second to compare
 */
export function compareStored(
  baseline: StoredSide,
  candidate: StoredSide,
  { tolerancePercent, allowDifferentJobs }: CompareOptions,
): Comparison {
  const differences = jobDifferences(baseline.result, candidate.result);
  if (differences.length > 0 && !allowDifferentJobs)
    throw jobsDiffer(baseline, candidate, differences);
  const before = baseline.result.memvol.series;
  const after = candidate.result.memvol.series;
  if (before.length !== after.length) throw jobsDiffer(baseline, candidate, differences);
  const changes = before.flatMap((series, index) => {
    const other = after[index];
    return other === undefined ? [] : changesOf(series, other, tolerancePercent);
  });
  if (changes.length === 0) throw nothingToCompare(baseline, candidate);
  return {
    candidate: { name: candidate.name, results: [candidate.result.memvol.id] },
    changes,
    notes: [...differences, ...environmentNotes(baseline.result, candidate.result)],
    regressed: hasRegressed(changes),
  };
}

type Sample = Series["samples"][number];

interface Compared {
  name: string;
  statistic: Statistic;
  /** Undefined where the second has none. */
  of(sample: Sample, direction: Direction): number | undefined;
}

const COMPARED: readonly Compared[] = [
  {
    name: "iops",
    statistic: (samples) => mean([...samples]),
    of: (sample, direction) => (sample[direction].total_ios * 1e9) / sample.length_ns,
  },
  {
    name: "bw",
    statistic: (samples) => mean([...samples]),
    of: (sample, direction) => (sample[direction].io_bytes * 1e9) / sample.length_ns,
  },
  ...[50, 99, 99.9].map((rank) => ({
    name: `service.p${rank}`,
    statistic: (samples: readonly number[]) => median([...samples]),
    of: (sample: Sample, direction: Direction) =>
      sample[direction].percentile?.[percentileKey(rank)],
  })),
];

function changesOf(series: Series, other: Series, tolerancePercent: number): Change[] {
  const [before, after] = [series, other].map((one) => measuredSamples(one).filter(isWholeSecond));
  return DIRECTIONS.flatMap((direction) =>
    COMPARED.flatMap(({ name, statistic, of }) => {
      const [first = [], second = []] = [before, after].map((samples = []) =>
        samples.flatMap((sample) => of(sample, direction) ?? []),
      );
      if (first.length === 0 || second.length === 0) return [];
      const [baseline, candidate] = [statistic(first), statistic(second)];
      if (baseline === 0 || candidate === 0) return [];
      const measured = {
        job: series.worker === null ? series.jobname : `${series.jobname} on ${series.worker}`,
        metric: `${direction}.${name}`,
        ...{ baseline, candidate, ratio: candidate / baseline },
        interval: ratioInterval(first, second, statistic),
      };
      return [changeOf(measured, tolerancePercent)];
    }),
  );
}

function jobsDiffer(baseline: StoredSide, candidate: StoredSide, differences: string[]): UserError {
  const names = `'${baseline.name}' and '${candidate.name}'`;
  const message = `${names} are not of the same job: ${differences.join("; ")}`;
  return new UserError("jobs_differ", message, {
    nextSteps: [
      "Compare runs of one job, which differ in what is measured.",
      "If the jobs are to differ, and have as many parts, add --allow-different-jobs.",
    ],
  });
}

function nothingToCompare(baseline: StoredSide, candidate: StoredSide): UserError {
  const message = `'${baseline.name}' and '${candidate.name}' have no whole second in common`;
  return new UserError("result_invalid", message, {
    nextSteps: ["Let each run go on for some seconds; thirty give narrow intervals."],
  });
}
