/**
 * The result as fio 3.33 writes it, key for key and in fio's order, so that what reads fio's JSON
 * reads ours. `json+` has the histogram besides, as `bins`. Where we measure nothing the value is
 * the one that fio has for nothing; docs/bench.md lists these.
 */

import { byDirection, DIRECTIONS, type Direction, type DirectionTriple } from "../../directions.js";
import { roundToMillionths } from "../result/latency.js";
import type { DirectionRow, JobRow, MomentsWithPercentiles, RunResult } from "../result/result.js";
import { binsOf, depthLevels, latencyShares, NO_BATCHES } from "./fio-distributions.js";

export type FioDetail = "json" | "json+";

type Json = Record<string, unknown>;

/** Ours is not fio's: whoever looks for the version finds the format's, and who wrote it. */
const FORMAT_VERSION = "fio-3.33";
/** What fio says once a job has ended. */
const NOTHING_LEFT_SECONDS = 2 ** 31 - 1;

const NO_MOMENTS = { min: 0, max: 0, mean: 0, stddev: 0, N: 0 };
const NO_SPREAD = {
  ...{ bw_min: 0, bw_max: 0, bw_agg: 0, bw_mean: 0, bw_dev: 0, bw_samples: 0 },
  ...{ iops_min: 0, iops_max: 0, iops_mean: 0, iops_stddev: 0, iops_samples: 0 },
};

const NO_TRIM = {
  ...{ io_bytes: 0, io_kbytes: 0, bw_bytes: 0, bw: 0, iops: 0, runtime: 0 },
  ...{ total_ios: 0, short_ios: 0, drop_ios: 0 },
  ...{ slat_ns: NO_MOMENTS, clat_ns: NO_MOMENTS, lat_ns: NO_MOMENTS },
  ...NO_SPREAD,
};

export function fioJsonReport(result: RunResult, detail: FioDetail): string {
  const { timestamp, timestamp_ms, time, jobs, "global options": globalOptions } = result;
  const document = {
    "fio version": `${FORMAT_VERSION} (memvol ${result["memvol version"]})`,
    timestamp,
    timestamp_ms,
    time,
    // As fio: not there where there is no [global] section.
    ...(Object.keys(globalOptions).length > 0 && { "global options": globalOptions }),
    jobs: jobs.map((row) => jobOf(row, groupBandwidth(jobs, row), detail)),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

type GroupBandwidth = DirectionTriple<number>;

/** KiB a second of all rows that ran together, as fio sums a group up: bytes by longest runtime. */
function groupBandwidth(jobs: readonly JobRow[], { groupid }: JobRow): GroupBandwidth {
  const group = jobs.filter((row) => row.groupid === groupid);
  const of = (direction: Direction) => {
    const bytes = group.reduce((sum, row) => sum + row[direction].io_bytes, 0);
    const ns = Math.max(...group.map((row) => row[direction].memvol.runtime_ns));
    return ns === 0 ? 0 : (bytes * 1e9) / ns / 1024;
  };
  return byDirection(of);
}

function jobOf(row: JobRow, group: GroupBandwidth, detail: FioDetail): Json {
  return {
    jobname: row.jobname,
    groupid: row.groupid,
    error: row.error,
    eta: NOTHING_LEFT_SECONDS,
    elapsed: row.elapsed,
    "job options": row["job options"],
    read: directionOf(row.read, group.read, detail),
    write: directionOf(row.write, group.write, detail),
    // As fio has it where nothing is trimmed.
    trim: row.trim.total_ios === 0 ? NO_TRIM : directionOf(row.trim, group.trim, detail),
    sync: { total_ios: 0, lat_ns: NO_MOMENTS },
    job_runtime: row.job_runtime,
    usr_cpu: row.usr_cpu,
    sys_cpu: row.sys_cpu,
    ctx: row.ctx,
    majf: 0,
    minf: 0,
    iodepth_level: depthLevels(row.memvol.iodepth),
    iodepth_submit: NO_BATCHES,
    iodepth_complete: NO_BATCHES,
    ...latencyShares(DIRECTIONS.map((direction) => row[direction].memvol.service_ns)),
    latency_depth: row.memvol.iodepth,
    latency_target: 0,
    latency_percentile: 100,
    latency_window: 0,
  };
}

function directionOf(row: DirectionRow, groupKib: number, detail: FioDetail): Json {
  const { memvol, clat_ns, bw_min, bw_max, ...rest } = row;
  const { bw_mean, bw_dev, bw_samples, lat_ns, slat_ns, ...others } = rest;
  const { iops_min, iops_max, iops_mean, iops_stddev, iops_samples, ...counts } = others;
  const share = groupKib === 0 ? 0 : Math.min(100, (100 * bw_mean) / groupKib);
  return {
    ...counts,
    slat_ns,
    clat_ns: completionLatency(clat_ns, memvol.service_ns.histogram, detail),
    lat_ns,
    ...{ bw_min, bw_max, bw_agg: roundToMillionths(share), bw_mean, bw_dev, bw_samples },
    ...{ iops_min, iops_max, iops_mean, iops_stddev, iops_samples },
  };
}

function completionLatency(clat: MomentsWithPercentiles, histogram: string, detail: FioDetail) {
  if (detail === "json" || clat.N === 0) return clat;
  return { ...clat, bins: binsOf(histogram) };
}
