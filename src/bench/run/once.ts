/** One run of many: nobody watches it, and its result is kept whatever becomes of it. */
import type { RunResult } from "../result/result.js";
import { type BenchOptions, runBench } from "./bench.js";
import { SILENT_MONITOR } from "./monitor.js";

export interface OnceOptions extends Omit<BenchOptions, "monitor" | "gates" | "abortEarly"> {
  /** Keeps a result, also a partial one. */
  keep(result: RunResult): Promise<void>;
}

/** @throws Error the run's own failure, after its partial result is kept; as runBench */
export async function runOnce({ keep, ...options }: OnceOptions): Promise<RunResult> {
  const { result, failure } = await runBench({ ...options, monitor: SILENT_MONITOR });
  await keep(result);
  if (failure !== null) throw failure;
  return result;
}
