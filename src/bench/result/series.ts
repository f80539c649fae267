/** Second-by-second samples: as stored, and their spread in the keys that fio has for it. */

import {
  BUCKET_FLOORS_NS,
  type NativeHeatColumn,
  type NativeInterval,
  type NativeIntervalDirection,
  SNAPSHOT_PERCENTILES,
} from "../../binding/native-run.js";
import { byDirection, type Direction } from "../../directions.js";
import type { Job } from "../job.js";
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
    trim: toSampleDirection(interval.trim),
  }));
}

export function toSampleDirection(direction: NativeIntervalDirection): Sample["read"] {
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

export function rampNsOf({ rampSeconds }: Pick<Job, "rampSeconds">): number {
  return Math.round(rampSeconds * 1e9);
}

/** A job's native heat map as stored. */
export function toHeat(columns: readonly NativeHeatColumn[]): Series["heat"] {
  return columns.map((column) => ({
    end_ns: column.endNs,
    length_ns: column.lengthNs,
    ...byDirection((direction) => toCells(column[direction])),
  }));
}

function toCells(pairs: Float64Array): [fromNs: number, count: number][] {
  return Array.from({ length: pairs.length / 2 }, (_, index) => [
    BUCKET_FLOORS_NS[pairs[2 * index] ?? 0] ?? 0,
    pairs[2 * index + 1] ?? 0,
  ]);
}

/** Those after the ramp, during which nothing was counted. */
export function measuredSamples({ samples, ramp_ns }: Series): Sample[] {
  return samples.filter(({ end_ns, length_ns }) => end_ns - length_ns >= ramp_ns);
}

/**
 * The spread of the rates of one direction over the seconds of jobs that ran side by side.
 * A last, shorter second would weigh as much as a whole one, so only whole ones count.
 *
 * @param rampNs the longest ramp of these jobs, whose seconds do not count
 */
export function spreadOf(
  jobs: readonly (readonly NativeInterval[])[],
  right: Direction,
  rampNs: number,
): Spread {
  const seconds = Math.max(0, ...jobs.map((intervals) => intervals.length));
  const iops: number[] = [];
  const bandwidthKib: number[] = [];
  for (let second = 0; second < seconds; second++) {
    const lengthNs = Math.max(...jobs.map((intervals) => intervals[second]?.lengthNs ?? 0));
    const endNs = Math.max(...jobs.map((intervals) => intervals[second]?.endNs ?? 0));
    if (lengthNs < WHOLE_SECOND_NS || endNs - lengthNs < rampNs) continue;
    const perSecond = 1e9 / lengthNs;
    iops.push(sumOf(jobs, second, right, "operations") * perSecond);
    bandwidthKib.push((sumOf(jobs, second, right, "bytes") * perSecond) / 1024);
  }
  if (iops.every((rate) => rate === 0)) return describe([], []);
  return describe(bandwidthKib, iops);
}

/** A sampler that wakes late or early by a little still sampled a whole second. */
const WHOLE_SECOND_NS = 0.9e9;

/** Whether a stored sample is of a whole second: a last, shorter one says less. */
export function isWholeSecond({ length_ns }: Sample): boolean {
  return length_ns >= WHOLE_SECOND_NS;
}

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
