/** A load test from profile to saved result. */
import { randomUUID } from "node:crypto";
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
import type { FleetOptions } from "../workers/fleet.js";
import { describeEnvironment } from "./environment.js";
import { openFiles } from "./files.js";
import type { Generator } from "./generator.js";
import { LocalGenerator } from "./local-generator.js";
import type { Places, SeededJob } from "./stage-spec.js";
import { runStages, type StagesOptions, type StagesOutcome } from "./stages.js";
import { openTarget, type Target, type TargetOptions } from "./target.js";

export interface BenchOptions
  extends Omit<TargetOptions, "jobs">,
    Pick<StagesOptions, "monitor" | "signal" | "operationTimeoutMs"> {
  profile: Profile;
  binding: Pick<NativeBinding, "prepareRun" | "buildInfo">;
  memvolVersion: string;
  /** The hosts that make the load together; absent: this process. */
  fleet?: Omit<FleetOptions, "memvolVersion">;
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
  const { jobs } = options.profile;
  const generator = await openGenerator(options);
  const { files, target } = await openPlaces(jobs, options).catch((error) => {
    generator.close();
    throw error;
  });
  const plans = Array.from({ length: generator.size }, (_, process) =>
    seededStages(options.profile, process),
  );
  const startedAt = new Date();
  let outcome: StagesOutcome;
  const leftovers: string[] = [];
  try {
    const title = options.profile.name;
    const watched = { monitor, signal, title };
    outcome = await runStages({ ...options, ...watched, generator, plans, target, files });
  } finally {
    await options.monitor.finish();
    leftovers.push(...((await target?.release()) ?? []));
    await files.release();
    generator.close();
  }
  // Stopped or failed before anything was measured: there is nothing to save.
  if (!outcome.runs.some(({ parts }) => parts.some(({ result }) => result !== null)))
    throw outcome.failure ?? options.signal.reason;
  return {
    result: resultOf(options, { generator, target, startedAt, outcome, leftovers, signal }),
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

/** @throws UserError as Fleet.connect; `usage` for jobs that workers cannot do */
async function openGenerator(options: BenchOptions): Promise<Generator> {
  const { fleet, profile, binding, memvolVersion } = options;
  if (fleet === undefined) return new LocalGenerator(binding);
  // Loaded here: most runs are of this process alone.
  const [{ checkShared }, { Fleet }] = await Promise.all([
    import("../workers/shared-jobs.js"),
    import("../workers/fleet.js"),
  ]);
  checkShared(profile.jobs, options);
  return Fleet.connect({ ...fleet, memvolVersion });
}

/** What jobs work on; the target is null where no job reaches a volume. */
async function openPlaces(all: Job[], options: BenchOptions): Promise<Places> {
  const files = await openFiles(
    all.filter((job) => job.engine === "file"),
    options.allowOverwrite,
  );
  const jobs = all.filter((job) => job.engine === "fabric");
  if (jobs.length === 0) return { files, target: null };
  const target = await openTarget({ ...options, jobs }).catch(async (error) => {
    await files.release();
    throw error;
  });
  return { files, target };
}

/** Each process goes on where the one before it left off: no two clones draw the same. */
function seededStages(profile: Profile, process: number): SeededJob[][] {
  const places = new Map(profile.jobs.map((job, index) => [job, index]));
  const first = process * profile.jobs.length;
  return planStages(profile.jobs).map((jobs) =>
    jobs.map((job) => ({ job, seeds: threadSeeds(job, first + (places.get(job) ?? 0)) })),
  );
}

interface Measured {
  target: Target | null;
  startedAt: Date;
  outcome: StagesOutcome;
  leftovers: string[];
  generator: Generator;
  /** Aborted where the run was stopped. */
  signal: AbortSignal;
}

function resultOf(options: BenchOptions, measured: Measured): RunResult {
  const { generator, target, startedAt, outcome, leftovers } = measured;
  // A device elsewhere takes no cores of this machine, but its name does not tell: the control
  // API here is a Unix socket, so it runs beside us.
  const deviceThreads = target?.device.progress_threads ?? 0;
  const coresShort = generator.coresShort(planStages(options.profile.jobs), deviceThreads);
  const result = buildResult({
    id: randomUUID(),
    memvolVersion: options.memvolVersion,
    startedAt,
    finishedAt: new Date(),
    status: outcome.status,
    error: describe(outcome.failure ?? reasonOf(measured.signal)),
    environment: describeEnvironment(target, options.binding, coresShort),
    profile: options.profile,
    warnings: leftovers,
    stages: outcome.runs,
    workers: generator.workers(),
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
