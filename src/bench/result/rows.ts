/** The rows of `jobs[]`: which clones a row sums up, and the sums. */
import { constants } from "node:os";
import type { NativeInterval, NativeThreadResult } from "../../binding/native-run.js";
import { byDirection, type Direction } from "../../directions.js";
import type { Job } from "../job.js";
import { blockSizesOf } from "../pattern.js";
import { arrivals } from "./arrivals.js";
import { combineLatencies, NO_MOMENTS, roundToMillionths } from "./latency.js";
import type { DirectionRow, JobRow, MomentsWithPercentiles, ObserveRow } from "./result.js";
import { rampNsOf, spreadOf } from "./series.js";
import type { CloneRun, JobRun } from "./stage-run.js";

/** What one row sums up: a clone of a job, or whole jobs of a group; of all processes. */
interface RowScope {
  job: Job;
  observe: ObserveRow | null;
  clones: readonly CloneRun[];
  /** Samples of the whole jobs in the row; none where the row is a single clone of several. */
  intervals: readonly (readonly NativeInterval[])[];
  /** The longest ramp of these jobs. */
  rampNs: number;
}

/**
 * The rows of one stage. As in fio, consecutive jobs of a group with `group_reporting` make one row,
 * named after the first; other jobs have one row for each clone, all of the same name.
 */
export function rowsOfStage(runs: readonly JobRun[], stage: number, elapsedNs: number): JobRow[] {
  const scopes: RowScope[] = [];
  let group: RowScope | undefined;
  for (const run of runs) {
    if (run.job.newGroup) group = undefined;
    if (!run.job.groupReporting) {
      group = undefined;
      scopes.push(...scopesOfClones(run));
    } else if (group === undefined) {
      group = wholeJob(run);
      scopes.push(group);
    } else {
      group.clones = [...group.clones, ...run.clones.flat()];
      group.intervals = [...group.intervals, ...run.intervals];
      group.rampNs = Math.max(group.rampNs, rampNsOf(run.job));
    }
  }
  return scopes.map((scope) => toRow(scope, stage, elapsedNs));
}

function wholeJob({ job, observe, clones, intervals }: JobRun): RowScope {
  return { job, observe, clones: clones.flat(), intervals, rampNs: rampNsOf(job) };
}

function scopesOfClones(run: JobRun): RowScope[] {
  if (run.clones.length === 1) return [wholeJob(run)];
  const { job, observe } = run;
  return run.clones.map((clones) => ({ job, observe, clones, intervals: [], rampNs: 0 }));
}

function toRow(scope: RowScope, stage: number, elapsedNs: number): JobRow {
  const { job } = scope;
  const threads = scope.clones.map(({ thread }) => thread);
  const sum = (of: (thread: NativeThreadResult) => number) =>
    threads.reduce((total, thread) => total + of(thread), 0);
  const runtimeNs = sum((thread) => thread.runtimeNs);
  const share = (cpuNs: number) =>
    runtimeNs === 0 ? 0 : roundToMillionths((100 * cpuNs) / runtimeNs);
  const failures = failuresOf(threads);
  const sizes = blockSizesOf(job);
  return {
    jobname: job.name,
    groupid: stage,
    error: failures[0] === undefined ? 0 : failures[0].errno || constants.errno.EIO,
    elapsed: Math.ceil(elapsedNs / 1e9),
    "job options": { name: job.name, ...job.options },
    read: directionRow(scope, "read"),
    write: directionRow(scope, "write"),
    trim: directionRow(scope, "trim"),
    job_runtime: Math.round(runtimeNs / 1e6),
    usr_cpu: share(sum((thread) => thread.userCpuNs)),
    sys_cpu: share(sum((thread) => thread.systemCpuNs)),
    ctx: sum(({ contextSwitches: { voluntary, involuntary } }) => voluntary + involuntary),
    memvol: {
      stage,
      engine: job.engine,
      file: job.engine === "file" ? { path: job.filename ?? "", direct: job.direct } : null,
      rw: job.rw,
      atomic: job.atomic ?? null,
      iodepth: job.iodepth,
      block_size_bytes: byDirection((direction) => sizes[direction].minBytes),
      block_size_bytes_max: byDirection((direction) => sizes[direction].maxBytes),
      threads: threads.length,
      seeds: scope.clones.map(({ seed }) => String(seed)),
      observe: scope.observe,
      latency_depths: threads.flatMap(({ depthFound }) => depthFound ?? []),
      verify: verifyRow(threads),
      failures,
    },
  };
}

function verifyRow(threads: readonly NativeThreadResult[]): JobRow["memvol"]["verify"] {
  const parts = threads.flatMap(({ verified }) => verified ?? []);
  if (parts.length === 0) return null;
  return {
    total_ios: parts.reduce((sum, { operations }) => sum + operations, 0),
    io_bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0),
    errors: parts.reduce((sum, { errors }) => sum + errors, 0),
    findings: parts.flatMap(({ findings }) => findings),
  };
}

function failuresOf(threads: readonly NativeThreadResult[]): JobRow["memvol"]["failures"] {
  return threads.flatMap(({ failure }, thread) => {
    if (failure === undefined) return [];
    const { code, operation, errno, message } = failure;
    return [{ thread, code, operation, errno, message }];
  });
}

function directionRow(
  { job, clones, intervals, rampNs }: RowScope,
  right: Direction,
): DirectionRow {
  const threads = clones.map(({ thread }) => thread);
  const parts = threads.map((thread) => thread[right]);
  const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
  const operations = parts.reduce((sum, part) => sum + part.operations, 0);
  const errors = parts.reduce((sum, part) => sum + part.errors, 0);
  const idle = operations === 0 && errors === 0;
  const runtimeNs = idle ? 0 : Math.max(...threads.map((thread) => thread.runtimeNs));
  const perSecond = runtimeNs === 0 ? 0 : 1e9 / runtimeNs;
  const percentiles = job.percentiles;
  const service = combineLatencies(
    parts.map((part) => part.service),
    percentiles,
  );
  const { histogram: _, ...clat } = service;
  return {
    io_bytes: bytes,
    io_kbytes: Math.floor(bytes / 1024),
    bw_bytes: Math.round(bytes * perSecond),
    bw: Math.round((bytes * perSecond) / 1024),
    iops: roundToMillionths(operations * perSecond),
    runtime: Math.round(runtimeNs / 1e6),
    total_ios: operations,
    short_ios: 0,
    drop_ios: 0,
    slat_ns: NO_MOMENTS,
    clat_ns: clat,
    lat_ns: withoutPercentiles(clat),
    ...spreadOf(intervals, right, rampNs),
    memvol: {
      runtime_ns: Math.round(runtimeNs),
      service_ns: service,
      response_ns: combineLatencies(
        parts.map((part) => part.response),
        percentiles,
      ),
      ...arrivals(job, right, parts),
      errors,
    },
  };
}

function withoutPercentiles({ percentile: _, ...moments }: MomentsWithPercentiles) {
  return moments;
}
