/** Second-by-second samples: as stored, and their spread in the keys that fio has for it. */
import {
  type Direction,
  type NativeInterval,
  type NativeIntervalDirection,
  SNAPSHOT_PERCENTILES,
} from "../../binding/native.js";
import { percentileKey, roundToMillionths } from "./latency.js";
import type { DirectionRow, Series } from "./result.js";

type Sample = Series["samples"][number];

/** The keys of a direction's row that describe its per-second samples. */
export type Spread = Pick<
  DirectionRow,
  | "bw_min"
  | "bw_max"
  | "bw_mean"
  | "bw_dev"
  | "bw_samples"
  | "iops_min"
  | "iops_max"
  | "iops_mean"
  | "iops_stddev"
  | "iops_samples"
>;

/** A job's native intervals as stored samples. */
export function toSamples(intervals: readonly NativeInterval[]): Sample[] {
  return intervals.map((interval) => ({
    end_ns: interval.endNs,
    length_ns: interval.lengthNs,
    read: toSampleDirection(interval.read),
    write: toSampleDirection(interval.write),
  }));
}

function toSampleDirection(direction: NativeIntervalDirection): Sample["read"] {
  const row = {
    total_ios: direction.operations,
    io_bytes: direction.bytes,
    max: direction.maxNs,
  };
  if (direction.operations === 0) return row;
  const percentile = Object.fromEntries(
    SNAPSHOT_PERCENTILES.map((rank, index) => [
      percentileKey(rank),
      direction.percentilesNs[index] ?? 0,
    ]),
  );
  return { ...row, percentile };
}

/**
 * The spread of the rates of one direction over the seconds of jobs that ran side by side.
 * A last, shorter second would weigh as much as a whole one, so only whole ones count.
 */
export function spreadOf(jobs: readonly (readonly NativeInterval[])[], right: Direction): Spread {
  const seconds = Math.max(0, ...jobs.map((intervals) => intervals.length));
  const iops: number[] = [];
  const bandwidthKib: number[] = [];
  for (let second = 0; second < seconds; second++) {
    const lengthNs = Math.max(...jobs.map((intervals) => intervals[second]?.lengthNs ?? 0));
    if (lengthNs < WHOLE_SECOND_NS) continue;
    const perSecond = 1e9 / lengthNs;
    iops.push(sumOf(jobs, second, right, "operations") * perSecond);
    bandwidthKib.push((sumOf(jobs, second, right, "bytes") * perSecond) / 1024);
  }
  if (iops.every((rate) => rate === 0)) return describe([], []);
  return describe(bandwidthKib, iops);
}

/** A sampler that wakes late or early by a little still sampled a whole second. */
const WHOLE_SECOND_NS = 0.9e9;

function sumOf(
  jobs: readonly (readonly NativeInterval[])[],
  second: number,
  right: Direction,
  what: "operations" | "bytes",
): number {
  return jobs.reduce((sum, intervals) => sum + (intervals[second]?.[right][what] ?? 0), 0);
}

function describe(bandwidthKib: readonly number[], iops: readonly number[]): Spread {
  const bw = spread(bandwidthKib);
  const rate = spread(iops);
  return {
    bw_min: Math.round(bw.min),
    bw_max: Math.round(bw.max),
    bw_mean: bw.mean,
    bw_dev: bw.deviation,
    bw_samples: bandwidthKib.length,
    iops_min: Math.round(rate.min),
    iops_max: Math.round(rate.max),
    iops_mean: rate.mean,
    iops_stddev: rate.deviation,
    iops_samples: iops.length,
  };
}

/** Sample deviation (n − 1), as fio has it for these keys. */
function spread(values: readonly number[]) {
  const n = values.length;
  if (n === 0) return { min: 0, max: 0, mean: 0, deviation: 0 };
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    min: Math.min(...values),
    max: Math.max(...values),
    mean: roundToMillionths(mean),
    deviation: roundToMillionths(n > 1 ? Math.sqrt(squares / (n - 1)) : 0),
  };
}
