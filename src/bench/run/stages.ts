/** Runs a profile's stages one after the other, watched by a monitor, until they end or fail. */
import { fromNative } from "../../binding/failure.js";
import { UserError } from "../../errors.js";
import type { RunStatus } from "../result/result.js";
import type { PartRun, StageRun } from "../result/stage-run.js";
import type { BenchFiles } from "./files.js";
import type { Generator, RunningStage } from "./generator.js";
import type { RunMonitor } from "./monitor.js";
import { stageMeta } from "./stage-meta.js";
import { OPERATION_TIMEOUT_MS, type SeededJob } from "./stage-spec.js";
import type { Target } from "./target.js";

export interface StagesOptions {
  title: string;
  /** The stages of each of the generator's processes. */
  plans: readonly (readonly (readonly SeededJob[])[])[];
  /** Null where no job reaches a volume. */
  target: Target | null;
  files: BenchFiles;
  generator: Generator;
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
  for (let index = 0; index < stageCount(options); index++) {
    if (options.signal.aborted) return { runs, status: "stopped", failure: null };
    try {
      const run = await runStage(options, index);
      runs.push(run);
      const failure = failureOf(run);
      if (failure !== null) {
        const explained = (await options.target?.explained(failure)) ?? failure;
        return { runs, status: "failed", failure: explained };
      }
      if (endsAll(run)) break;
    } catch (error) {
      return { runs, status: "failed", failure: asError(error) };
    }
  }
  return { runs, status: options.signal.aborted ? "stopped" : "completed", failure: null };
}

async function runStage(options: StagesOptions, index: number): Promise<StageRun> {
  const { target, files, generator, monitor, signal, plans } = options;
  const running = await generator.begin({
    plans: plans.map((plan) => plan[index] ?? []),
    places: { target, files },
    operationTimeoutMs: options.operationTimeoutMs ?? OPERATION_TIMEOUT_MS,
    snapshotIntervalMs: monitor.intervalMs,
  });
  const stages = stageCount(options);
  monitor.start(stageMeta({ title: options.title, parts: running.parts, target, index, stages }));
  return { parts: await watch(running, monitor, signal) };
}

function stageCount({ plans }: StagesOptions): number {
  return plans[0]?.length ?? 0;
}

/** Feeds the monitor until the run has ended, which the signal makes happen early. */
async function watch(
  run: RunningStage,
  monitor: RunMonitor,
  signal: AbortSignal,
): Promise<PartRun[]> {
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

/** Whether the end of a job of this stage is the end of all. */
function endsAll({ parts }: StageRun): boolean {
  const jobs = parts.flatMap((part) => part.jobs.map(({ job }) => job));
  return jobs.some(({ exitAll, exitWhat }) => exitAll && exitWhat === "all");
}

/** A lost process first: what its host knows of it is all that there is. */
function failureOf({ parts }: StageRun): Error | null {
  for (const { lost } of parts) {
    if (lost !== null) return lost;
  }
  for (const { worker, result } of parts) {
    for (const { failure } of result?.jobs.flatMap(({ threads }) => threads) ?? []) {
      if (failure !== undefined) return onWorker(worker, asError(fromNative(failure)));
    }
  }
  return null;
}

function onWorker(worker: string | null, failure: Error): Error {
  if (worker === null) return failure;
  const message = `worker '${worker}': ${failure.message}`;
  if (!(failure instanceof UserError)) return new Error(message, { cause: failure });
  const { code, nextSteps } = failure;
  return new UserError(code, message, { nextSteps, cause: failure });
}

function asError(error: unknown): Error {
  const known = fromNative(error);
  return known instanceof Error ? known : new Error(String(known));
}
