/** Latency histograms as a few bars on a logarithmic axis, by the live view's own rules. */
import { JsHistogram } from "hdr-histogram-js";
import type { Histogram } from "../../src/bench/result/histogram.js";
import {
  BUCKET_COUNT,
  BUCKET_FIRST_EXPONENT,
  BUCKETS_PER_OCTAVE,
} from "../../src/binding/native-run.js";
import { histogramRows, spanOf } from "../../src/ui/live/histogram-rows.js";
import type { HistogramRow } from "../compare/row.js";

const BARS = 12;

/** All counts together; none where nothing was counted. */
export function histogramBars(histograms: readonly Histogram[]): HistogramRow["bars"] {
  const buckets = new Float64Array(BUCKET_COUNT);
  for (const histogram of histograms) addCounts(histogram, buckets);
  const span = spanOf(buckets);
  if (span === undefined) return [];
  const none = new Float64Array(BUCKET_COUNT);
  return histogramRows({ read: none, write: buckets, trim: none }, span, BARS).map(
    ({ floorNs, counts }) => ({
      floor_ns: floorNs,
      count: counts.write,
    }),
  );
}

function addCounts(histogram: Histogram, buckets: Float64Array): void {
  // What it can be beside is its WebAssembly build, which is not used.
  if (!(histogram instanceof JsHistogram)) throw new Error("the histogram cannot be walked");
  const { recordedValuesIterator: values } = histogram;
  values.reset();
  while (values.hasNext()) {
    const { valueIteratedTo, countAddedInThisIterationStep } = values.next();
    const bucket = bucketOf(valueIteratedTo);
    buckets[bucket] = (buckets[bucket] ?? 0) + countAddedInThisIterationStep;
  }
}

/** The display bucket of a time in nanoseconds. */
function bucketOf(ns: number): number {
  const exponent = Math.floor(Math.log2(Math.max(1, ns)));
  const step = Math.floor((ns / 2 ** exponent - 1) * BUCKETS_PER_OCTAVE);
  const bucket = (exponent - BUCKET_FIRST_EXPONENT) * BUCKETS_PER_OCTAVE + step;
  return Math.min(BUCKET_COUNT - 1, Math.max(0, bucket));
}
