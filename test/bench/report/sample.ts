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

/** Of reads: below the first bucket's end, then in that from 1 ms on and in one that is further. */
const HEAT = [heatColumn(1e9, [0, 3]), heatColumn(2e9, [94, 1, 120, 1])];

function heatColumn(endNs: number, reads: number[]) {
  const none = new Float64Array();
  return { endNs, lengthNs: 1e9, read: Float64Array.from(reads), write: none, trim: none };
}

export function mixedResult(name = "mixed"): RunResult {
  const intervals = [nativeInterval(1e9, 3), nativeInterval(2e9, 1)];
  const first = sampleStage([
    {
      job: sampleJob({ name, rw: "randrw", iodepth: 16, options: { rw: "randrw", iodepth: "16" } }),
      result: { threads: [nativeThread(READS, WRITES)], intervals, heat: HEAT },
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
