/** Latencies of several threads as one: counts merged, extremes exact, moments combined. */
import type { NativeLatency } from "../../binding/native-run.js";
import { encodeHistogram, mergeHistograms } from "./histogram.js";
import type { LatencyRow, Moments } from "./result.js";

/** What `slat_ns` always holds. */
export const NO_MOMENTS: Moments = { min: 0, max: 0, mean: 0, stddev: 0, N: 0 };

/**
 * All threads' latencies as one row. Percentiles are those of the merged histogram, whose
 * buckets are given by their highest value; none is above the exact maximum.
 */
export function combineLatencies(
  threads: readonly NativeLatency[],
  percentiles: readonly number[],
): LatencyRow {
  const histogram = mergeHistograms(threads.map((thread) => thread.histogram));
  const moments = combineMoments(threads);
  const encoded = { histogram: encodeHistogram(histogram) };
  if (moments.N === 0) return { ...moments, ...encoded };
  const percentile = Object.fromEntries(
    percentiles.map((rank) => [
      percentileKey(rank),
      Math.min(histogram.getValueAtPercentile(rank), moments.max),
    ]),
  );
  return { ...moments, percentile, ...encoded };
}

/** Fio's key for a percentile: `99.000000`. */
export function percentileKey(rank: number): string {
  return rank.toFixed(6);
}

/**
 * Combines means and standard deviations (over n − 1, as fio has them) from the parts' own: the
 * result is that of all values taken together.
 */
export function combineMoments(parts: readonly NativeLatency[]): Moments {
  const filled = parts.filter((part) => part.count > 0);
  const N = filled.reduce((sum, part) => sum + part.count, 0);
  if (N === 0) return NO_MOMENTS;
  const mean = filled.reduce((sum, part) => sum + part.meanNs * (part.count / N), 0);
  const squares = filled.reduce((sum, part) => {
    const within = part.stddevNs ** 2 * (part.count - 1);
    return sum + within + (part.meanNs - mean) ** 2 * part.count;
  }, 0);
  return {
    min: Math.min(...filled.map((part) => part.minNs)),
    max: Math.max(...filled.map((part) => part.maxNs)),
    mean: roundToMillionths(mean),
    stddev: roundToMillionths(N > 1 ? Math.sqrt(squares / (N - 1)) : 0),
    N,
  };
}

/** As many decimals as fio writes. */
export function roundToMillionths(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
