/** A load test from profile to saved result. */
import { randomUUID } from "node:crypto";
import { availableParallelism } from "node:os";
import type { NativeBinding } from "../../binding/native.js";
import { errorCodeOf, UserError } from "../../errors.js";
import { checkGates, type Gate } from "../gates/gate.js";
import { gatedJobs } from "../gates/gated-jobs.js";
import { thresholdFailed, withThresholds } from "../gates/judge.js";
import { watchGates } from "../gates/monitor.js";
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
  /** What the run is to keep; the result says whether it did. */
  gates?: readonly Gate[];
  /** End the run as soon as a gate will be missed. */
  abortEarly?: boolean;
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
  checkGates(options.gates ?? [], gatedJobs(options.profile.jobs));
  const { monitor, signal } = gated(options);
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
    outcome = await runStages({ ...options, monitor, signal, title, stages, target, files });
  } finally {
    await options.monitor.finish();
    leftovers.push(...((await target?.release()) ?? []));
    await files.release();
  }
  // Stopped or failed before anything was measured: there is nothing to save.
  if (outcome.runs.length === 0) throw outcome.failure ?? options.signal.reason;
  return {
    result: resultOf(options, { target, startedAt, outcome, leftovers, stages, signal }),
    failure: outcome.failure,
  };
}

/** The monitor and the signal of a run that has gates. */
function gated(options: BenchOptions): Pick<StagesOptions, "monitor" | "signal"> {
  const { monitor, signal, gates = [], abortEarly = false } = options;
  if (gates.length === 0) return { monitor, signal };
  if (!abortEarly) return { monitor: watchGates(monitor, { gates }), signal };
  const missed = new AbortController();
  const onMissed = (which: readonly Gate[]) =>
    missed.abort(thresholdFailed(which.map(({ text }) => text)));
  return {
    monitor: watchGates(monitor, { gates, onMissed }),
    signal: AbortSignal.any([signal, missed.signal]),
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
  /** Aborted where the run was stopped. */
  signal: AbortSignal;
}

function resultOf(options: BenchOptions, measured: Measured): RunResult {
  const { target, startedAt, outcome, leftovers } = measured;
  const jobs = measured.stages.map((stage) => stage.map(({ job }) => job));
  // A device elsewhere takes no cores of this machine, but its name does not tell: the control
  // API here is a Unix socket, so it runs beside us.
  const deviceThreads = target?.device.progress_threads ?? 0;
  const threads = spinningThreads(jobs, deviceThreads, availableParallelism());
  const result = buildResult({
    id: randomUUID(),
    memvolVersion: options.memvolVersion,
    startedAt,
    finishedAt: new Date(),
    status: outcome.status,
    error: describe(outcome.failure ?? reasonOf(measured.signal)),
    environment: describeEnvironment(target, options.binding, coresShortWarning(threads)),
    profile: options.profile,
    warnings: leftovers,
    stages: outcome.runs,
  });
  return withThresholds(result, options.gates ?? []);
}

/** Why a run was stopped, where that says more than that the user wanted it. */
function reasonOf({ aborted, reason }: AbortSignal): UserError | null {
  return aborted && reason instanceof UserError ? reason : null;
}

function describe(error: Error | null): RunResult["memvol"]["error"] {
  return error && { code: errorCodeOf(error), message: error.message };
}
