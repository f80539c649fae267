/** A result with everything that a report can show: two stages, mixed, clones, late starts. */
import { buildResult } from "../../../src/bench/result/build.js";
import type { RunResult } from "../../../src/bench/result/result.js";
import {
  nativeInterval,
  nativeThread,
  sampleInput,
  sampleJob,
  sampleStage,
} from "../result/native-results.js";

export const READS = [10_000, 20_000, 30_000, 40_000];
export const WRITES = [5_000, 6_000_000];

export function mixedResult(name = "mixed"): RunResult {
  const intervals = [nativeInterval(1e9, 3), nativeInterval(2e9, 1)];
  const first = sampleStage([
    {
      job: sampleJob({ name, rw: "randrw", iodepth: 16, options: { rw: "randrw", iodepth: "16" } }),
      result: { threads: [nativeThread(READS, WRITES)], intervals },
    },
  ]);
  const late = nativeThread(READS);
  late.read.lateStarts = 1;
  const second = sampleStage([
    {
      job: sampleJob({ name: "clones", numjobs: 2, stonewall: true }),
      result: { threads: [late, nativeThread([1000])], intervals: [nativeInterval(1e9, 5)] },
    },
  ]);
  return buildResult(sampleInput([first, second]));
}
