/** A load test from profile to saved result. */
import { randomUUID } from "node:crypto";
import { availableParallelism } from "node:os";
import type { NativeBinding } from "../../binding/native.js";
import { errorCodeOf } from "../../errors.js";
import type { Job, Profile } from "../job.js";
import { planStages } from "../plan.js";
import { buildResult } from "../result/build.js";
import type { RunResult } from "../result/result.js";
import { threadSeeds } from "../seeds.js";
import { describeEnvironment } from "./environment.js";
import { openFiles } from "./files.js";
import { coresShortWarning, spinningThreads } from "./spin.js";
import type { SeededJob } from "./stage-spec.js";
import { runStages, type StagesOptions, type StagesOutcome } from "./stages.js";
import { openTarget, type Target, type TargetOptions } from "./target.js";

export interface BenchOptions
  extends Omit<TargetOptions, "jobs">,
    Pick<StagesOptions, "monitor" | "signal" | "operationTimeoutMs"> {
  profile: Profile;
  binding: Pick<NativeBinding, "startRun" | "buildInfo">;
  memvolVersion: string;
}

export interface BenchOutcome {
  result: RunResult;
  /** Why the result is partial; null where it is not, or where the user stopped the run. */
  failure: Error | null;
}

/**
 * Prepares the target, runs every stage and removes what was made for the run.
 *
 * @throws UserError for what keeps a run from starting; what goes wrong later is in the outcome
 */
export async function runBench(options: BenchOptions): Promise<BenchOutcome> {
  const stages = seededStages(options.profile);
  const { jobs } = options.profile;
  const fileJobs = jobs.filter((job) => job.engine === "file");
  const files = await openFiles(fileJobs, options.allowOverwrite);
  const target = await openTargetOf(jobs, options).catch(async (error) => {
    await files.release();
    throw error;
  });
  const startedAt = new Date();
  let outcome: StagesOutcome;
  const leftovers: string[] = [];
  try {
    const title = options.profile.name;
    outcome = await runStages({ ...options, title, stages, target, files });
  } finally {
    await options.monitor.finish();
    leftovers.push(...((await target?.release()) ?? []));
    await files.release();
  }
  // Stopped or failed before anything was measured: there is nothing to save.
  if (outcome.runs.length === 0) throw outcome.failure ?? options.signal.reason;
  return {
    result: resultOf(options, { target, startedAt, outcome, leftovers, stages }),
    failure: outcome.failure,
  };
}

/** Null where no job reaches a volume. */
async function openTargetOf(all: Job[], options: BenchOptions): Promise<Target | null> {
  const jobs = all.filter((job) => job.engine === "fabric");
  return jobs.length > 0 ? openTarget({ ...options, jobs }) : null;
}

function seededStages(profile: Profile): SeededJob[][] {
  const places = new Map(profile.jobs.map((job, index) => [job, index]));
  return planStages(profile.jobs).map((jobs) =>
    jobs.map((job) => ({ job, seeds: threadSeeds(job, places.get(job) ?? 0) })),
  );
}

interface Measured {
  target: Target | null;
  startedAt: Date;
  outcome: StagesOutcome;
  leftovers: string[];
  stages: SeededJob[][];
}

function resultOf(options: BenchOptions, measured: Measured): RunResult {
  const { target, startedAt, outcome, leftovers } = measured;
  const jobs = measured.stages.map((stage) => stage.map(({ job }) => job));
  // A device elsewhere takes no cores of this machine, but its name does not tell: the control
  // API here is a Unix socket, so it runs beside us.
  const deviceThreads = target?.device.progress_threads ?? 0;
  const threads = spinningThreads(jobs, deviceThreads, availableParallelism());
  return buildResult({
    id: randomUUID(),
    memvolVersion: options.memvolVersion,
    startedAt,
    finishedAt: new Date(),
    status: outcome.status,
    error:
      outcome.failure === null
        ? null
        : { code: errorCodeOf(outcome.failure), message: outcome.failure.message },
    environment: describeEnvironment(target, options.binding, coresShortWarning(threads)),
    profile: options.profile,
    warnings: leftovers,
    stages: outcome.runs,
  });
}
