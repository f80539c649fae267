/** One stage that ran, by the processes that made its load, and their parts put together. */
import type {
  NativeInterval,
  NativeJobResult,
  NativeRunResult,
  NativeThreadResult,
} from "../../binding/native-run.js";
import type { Job } from "../job.js";
import type { ObserveRow } from "./result.js";

/** A job of a stage as it was started. `seeds` has one for each clone. */
export interface StartedJob {
  job: Job;
  seeds: readonly bigint[];
  /** Null with the null engine. */
  observe: ObserveRow | null;
}

/** What one process did; all processes of a run do the same jobs. */
export interface PartRun {
  /** Its name; null where there is only this process. */
  worker: string | null;
  jobs: readonly StartedJob[];
  /** Null where it was lost. */
  result: NativeRunResult | null;
  /** Why it was; null where it was not. */
  lost: Error | null;
}

export interface StageRun {
  parts: readonly PartRun[];
}

/** One clone of a job in one process. */
export interface CloneRun {
  seed: bigint;
  thread: NativeThreadResult;
}

/** A job with what came of it, in all processes that it ran in. */
export interface JobRun {
  job: Job;
  observe: ObserveRow | null;
  /** By the clone's number: the same clone of each process. */
  clones: readonly (readonly CloneRun[])[];
  /** Of each process. */
  intervals: readonly (readonly NativeInterval[])[];
}

/**
 * The jobs of a stage as the processes that were not lost ran them.
 *
 * @param worker the only one that counts; absent: all
 * @throws Error if a native result does not have one entry for each job
 */
export function jobRunsOf({ parts }: StageRun, worker?: string): JobRun[] {
  const counted = parts.filter((part) => worker === undefined || part.worker === worker);
  const whole = counted.flatMap(({ jobs, result }) => (result === null ? [] : [{ jobs, result }]));
  return (whole[0]?.jobs ?? []).map(({ job, observe }, index) => {
    const runs = whole.map(({ jobs, result }) => cloneRuns(jobs[index], result.jobs[index]));
    return {
      job,
      observe,
      clones: Array.from({ length: job.numjobs }, (_, clone) =>
        runs.flatMap(({ clones }) => clones[clone] ?? []),
      ),
      intervals: runs.map(({ intervals }) => intervals),
    };
  });
}

function cloneRuns(started: StartedJob | undefined, result: NativeJobResult | undefined) {
  if (started === undefined || result === undefined) throw new Error("a job has no native result");
  const clones = result.threads.map((thread, index): CloneRun => {
    return { thread, seed: started.seeds[index] ?? 0n };
  });
  return { clones, intervals: result.intervals };
}
