/** The rows of `jobs[]`: which clones a row sums up, and the sums. */
import { constants } from "node:os";
import type {
  Direction,
  NativeInterval,
  NativeJobResult,
  NativeThreadResult,
} from "../../binding/native.js";
import type { Job } from "../job.js";
import { combineLatencies, NO_MOMENTS, roundToMillionths } from "./latency.js";
import type { DirectionRow, JobRow, MomentsWithPercentiles, ObserveRow } from "./result.js";
import { spreadOf } from "./series.js";

/** A job of a stage as it was started. `seeds` has one for each clone. */
export interface StartedJob {
  job: Job;
  seeds: readonly bigint[];
  /** Null with the null engine. */
  observe: ObserveRow | null;
}

/** With what came of it. */
export interface JobRun extends StartedJob {
  result: NativeJobResult;
}

/** What one row sums up: clones of one job, or whole jobs of a group. */
interface RowScope extends StartedJob {
  threads: readonly NativeThreadResult[];
  /** Samples of the whole jobs in the row; none where the row is a single clone of several. */
  intervals: readonly (readonly NativeInterval[])[];
}

/**
 * The rows of one stage. As in fio, consecutive jobs with `group_reporting` make one row,
 * named after the first; other jobs have one row for each clone, all of the same name.
 */
export function rowsOfStage(runs: readonly JobRun[], stage: number, elapsedNs: number): JobRow[] {
  const scopes: RowScope[] = [];
  let group: RowScope | undefined;
  for (const run of runs) {
    if (!run.job.groupReporting) {
      group = undefined;
      scopes.push(...scopesOfClones(run));
    } else if (group === undefined) {
      group = wholeJob(run);
      scopes.push(group);
    } else {
      group.seeds = [...group.seeds, ...run.seeds];
      group.threads = [...group.threads, ...run.result.threads];
      group.intervals = [...group.intervals, run.result.intervals];
    }
  }
  return scopes.map((scope) => toRow(scope, stage, elapsedNs));
}

function wholeJob({ job, seeds, observe, result }: JobRun): RowScope {
  return { job, seeds, observe, threads: result.threads, intervals: [result.intervals] };
}

function scopesOfClones(run: JobRun): RowScope[] {
  const { job, seeds, observe, result } = run;
  if (result.threads.length === 1) return [wholeJob(run)];
  return result.threads.map((thread, index) => ({
    job,
    seeds: seeds.slice(index, index + 1),
    observe,
    threads: [thread],
    intervals: [],
  }));
}

function toRow(scope: RowScope, stage: number, elapsedNs: number): JobRow {
  const { job, threads } = scope;
  const sum = (of: (thread: NativeThreadResult) => number) =>
    threads.reduce((total, thread) => total + of(thread), 0);
  const runtimeNs = sum((thread) => thread.runtimeNs);
  const share = (cpuNs: number) =>
    runtimeNs === 0 ? 0 : roundToMillionths((100 * cpuNs) / runtimeNs);
  const failures = failuresOf(threads);
  return {
    jobname: job.name,
    groupid: stage,
    error: failures[0] === undefined ? 0 : failures[0].errno || constants.errno.EIO,
    elapsed: Math.ceil(elapsedNs / 1e9),
    "job options": { name: job.name, ...job.options },
    read: directionRow(scope, "read"),
    write: directionRow(scope, "write"),
    job_runtime: Math.round(runtimeNs / 1e6),
    usr_cpu: share(sum((thread) => thread.userCpuNs)),
    sys_cpu: share(sum((thread) => thread.systemCpuNs)),
    ctx: sum(({ contextSwitches: { voluntary, involuntary } }) => voluntary + involuntary),
    memvol: {
      stage,
      engine: job.engine,
      rw: job.rw,
      iodepth: job.iodepth,
      block_size_bytes: job.blockSizeBytes,
      threads: threads.length,
      seeds: scope.seeds.map(String),
      observe: scope.observe,
      failures,
    },
  };
}

function failuresOf(threads: readonly NativeThreadResult[]): JobRow["memvol"]["failures"] {
  return threads.flatMap(({ failure }, thread) => {
    if (failure === undefined) return [];
    const { code, operation, errno, message } = failure;
    return [{ thread, code, operation, errno, message }];
  });
}

function directionRow({ job, threads, intervals }: RowScope, right: Direction): DirectionRow {
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
    ...spreadOf(intervals, right),
    memvol: {
      service_ns: service,
      response_ns: combineLatencies(
        parts.map((part) => part.response),
        percentiles,
      ),
      late_starts: parts.reduce((sum, part) => sum + part.lateStarts, 0),
      errors,
    },
  };
}

function withoutPercentiles({ percentile: _, ...moments }: MomentsWithPercentiles) {
  return moments;
}
