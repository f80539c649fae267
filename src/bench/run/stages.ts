/** Runs a profile's stages one after the other, watched by a monitor, until they end or fail. */
import { fromNative } from "../../binding/failure.js";
import type { NativeBinding, NativeRun, NativeRunResult } from "../../binding/native.js";
import type { StageRun } from "../result/build.js";
import type { RunStatus } from "../result/result.js";
import type { BenchFiles } from "./files.js";
import type { RunMonitor } from "./monitor.js";
import { stageMeta } from "./stage-meta.js";
import { OPERATION_TIMEOUT_MS, type SeededJob, stageSpec } from "./stage-spec.js";
import type { Target } from "./target.js";

export interface StagesOptions {
  title: string;
  stages: readonly (readonly SeededJob[])[];
  /** Null where no job reaches a volume. */
  target: Target | null;
  files: BenchFiles;
  binding: Pick<NativeBinding, "startRun">;
  monitor: RunMonitor;
  /** Stops the run; what has been measured is kept. */
  signal: AbortSignal;
  /** Without an answer for so long an operation, and with it the run, fails; by default 10 s. */
  operationTimeoutMs?: number;
}

/** What was measured, and why it is not everything. */
export interface StagesOutcome {
  runs: StageRun[];
  status: RunStatus;
  /** The first failure; null where none failed. */
  failure: Error | null;
}

/** Never rejects for what goes wrong in a run: the outcome holds what there is. */
export async function runStages(options: StagesOptions): Promise<StagesOutcome> {
  const runs: StageRun[] = [];
  for (const [index, jobs] of options.stages.entries()) {
    if (options.signal.aborted) return { runs, status: "stopped", failure: null };
    try {
      const run = await runStage(options, index, jobs);
      runs.push(run);
      const failure = failureOf(run.result);
      if (failure !== null) {
        const explained = (await options.target?.explained(failure)) ?? failure;
        return { runs, status: "failed", failure: explained };
      }
    } catch (error) {
      return { runs, status: "failed", failure: asError(error) };
    }
  }
  return { runs, status: options.signal.aborted ? "stopped" : "completed", failure: null };
}

async function runStage(
  options: StagesOptions,
  index: number,
  seeded: readonly SeededJob[],
): Promise<StageRun> {
  const {
    target,
    files,
    binding,
    monitor,
    signal,
    operationTimeoutMs = OPERATION_TIMEOUT_MS,
  } = options;
  const { spec, jobs } = await stageSpec(seeded, { target, files }, operationTimeoutMs);
  const run = await binding.startRun(spec);
  monitor.start(
    stageMeta({ title: options.title, jobs, spec, target, index, stages: options.stages.length }),
  );
  return { jobs, result: await watch(run, monitor, signal) };
}

/** Feeds the monitor until the run has ended, which the signal makes happen early. */
async function watch(
  run: NativeRun,
  monitor: RunMonitor,
  signal: AbortSignal,
): Promise<NativeRunResult> {
  const stop = () => run.stop();
  const update = () => monitor.update(run.snapshot());
  const timer =
    monitor.intervalMs === undefined ? undefined : setInterval(update, monitor.intervalMs);
  signal.addEventListener("abort", stop);
  // It may have been given while the threads were being connected.
  if (signal.aborted) stop();
  try {
    const result = await run.finished();
    update();
    return result;
  } finally {
    clearInterval(timer);
    signal.removeEventListener("abort", stop);
  }
}

function failureOf(result: NativeRunResult): Error | null {
  for (const job of result.jobs) {
    for (const { failure } of job.threads) {
      if (failure !== undefined) return asError(fromNative(failure));
    }
  }
  return null;
}

function asError(error: unknown): Error {
  const known = fromNative(error);
  return known instanceof Error ? known : new Error(String(known));
}
