/** The distributions in fio's JSON: shares in percent by depth and by latency, and the bins. */

import { decodeHistogram, type ValueCount, valueCounts } from "../result/histogram.js";
import { roundToMillionths } from "../result/latency.js";
import type { LatencyRow } from "../result/result.js";

type Shares = Record<string, number>;

const DEPTHS = ["1", "2", "4", "8", "16", "32", ">=64"];
const BATCHES = ["0", "4", "8", "16", "32", "64", ">=64"];

/** How many operations one call posted or found is not counted. */
export const NO_BATCHES: Shares = Object.fromEntries(BATCHES.map((key) => [key, 0]));

/**
 * A job keeps its depth in flight, so all of it counts for the level of that depth. A rate may
 * leave fewer in flight; how many is not counted.
 */
export function depthLevels(iodepth: number): Shares {
  const level = Math.min(DEPTHS.length - 1, Math.floor(Math.log2(iodepth)));
  return Object.fromEntries(DEPTHS.map((key, index) => [key, index === level ? 100 : 0]));
}

/** Upper ends of fio's classes; what is above the last of a unit counts for the next unit. */
const STEPS = [2, 4, 10, 20, 50, 100, 250, 500, 750, 1000];
const CLASSES = [
  { key: "latency_ns", unitNs: 1, steps: STEPS },
  { key: "latency_us", unitNs: 1e3, steps: STEPS },
  { key: "latency_ms", unitNs: 1e6, steps: [...STEPS, 2000] },
] as const;
const BEYOND = ">=2000";

/** Shares of all operations by latency, in the three units that fio splits them into. */
export function latencyShares(latencies: readonly LatencyRow[]): Record<string, Shares> {
  const counts = latencies.flatMap(({ histogram }) => valueCounts(decodeHistogram(histogram)));
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  let belowNs = 0;
  const shares: Record<string, Shares> = {};
  for (const { key, unitNs, steps } of CLASSES) {
    shares[key] = {};
    for (const step of steps) {
      const endNs = step * unitNs;
      shares[key][step] = shareOf(counts, { fromNs: belowNs, endNs }, total);
      belowNs = endNs;
    }
  }
  const beyond = shareOf(counts, { fromNs: belowNs, endNs: Number.POSITIVE_INFINITY }, total);
  return { ...shares, latency_ms: { ...shares.latency_ms, [BEYOND]: beyond } };
}

interface Span {
  /** Included. */
  fromNs: number;
  endNs: number;
}

function shareOf(counts: readonly ValueCount[], { fromNs, endNs }: Span, total: number): number {
  if (total === 0) return 0;
  const within = counts.reduce(
    (sum, { ns, count }) => sum + (ns >= fromNs && ns < endNs ? count : 0),
    0,
  );
  return roundToMillionths((100 * within) / total);
}

/** Counts by latency in nanoseconds. */
export function binsOf(histogram: string): Record<string, number> {
  const counts = valueCounts(decodeHistogram(histogram));
  return Object.fromEntries(counts.map(({ ns, count }) => [ns, count]));
}
