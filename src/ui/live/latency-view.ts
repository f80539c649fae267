/** Latency snapshots of several jobs as one. */
import {
  BUCKET_COUNT,
  BUCKET_FLOORS_NS,
  type LatencySnapshot,
  SNAPSHOT_PERCENTILES,
} from "../../binding/native-run.js";

export interface LatencyView {
  count: number;
  maxNs: number;
  /** One value for each of `SNAPSHOT_PERCENTILES`. */
  percentilesNs: readonly number[];
  buckets: Float64Array;
  /** Percentiles were estimated from the buckets, to about 6 %. */
  estimated: boolean;
}

/** The lowest latency of a display bucket; 0 for the first, which holds all below as well. */
export function bucketFloorNs(index: number): number {
  return BUCKET_FLOORS_NS[index] ?? 0;
}

/**
 * One view of all. Percentiles cannot be merged; so if more than one part has counts they are
 * read off the merged buckets.
 */
export function mergeLatencies(parts: readonly LatencySnapshot[]): LatencyView {
  const filled = parts.filter((part) => part.count > 0);
  const [only] = filled;
  if (only !== undefined && filled.length === 1) {
    return { ...only, percentilesNs: [...only.percentilesNs], estimated: false };
  }
  const buckets = sumOfBuckets(filled);
  const count = filled.reduce((sum, part) => sum + part.count, 0);
  const maxNs = Math.max(0, ...filled.map((part) => part.maxNs));
  const percentilesNs = SNAPSHOT_PERCENTILES.map((rank) =>
    Math.min(maxNs, percentileOfBuckets(buckets, rank)),
  );
  return { count, maxNs, percentilesNs, buckets, estimated: count > 0 };
}

export function sumOfBuckets(parts: readonly { buckets: Float64Array }[]): Float64Array {
  const sum = new Float64Array(BUCKET_COUNT);
  for (const { buckets } of parts) {
    for (const [index, count] of buckets.entries()) sum[index] = (sum[index] ?? 0) + count;
  }
  return sum;
}

/** The percentile, with the values of a bucket taken as spread evenly over it. */
export function percentileOfBuckets(buckets: Float64Array, rank: number): number {
  const total = buckets.reduce((sum, count) => sum + count, 0);
  const wanted = (total * rank) / 100;
  let below = 0;
  for (const [index, count] of buckets.entries()) {
    if (count > 0 && below + count >= wanted) {
      const floorNs = bucketFloorNs(index);
      return floorNs + ((wanted - below) / count) * (bucketFloorNs(index + 1) - floorNs);
    }
    below += count;
  }
  return 0;
}
