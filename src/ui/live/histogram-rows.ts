/** Display buckets merged to the rows at hand, on one logarithmic axis for all directions. */

import { BUCKET_COUNT } from "../../binding/native-run.js";
import { byDirection, type DirectionTriple } from "../../directions.js";
import { bucketFloorNs } from "./latency-view.js";

/** The buckets that rows of their own are worth: first and last, both included. */
export interface BucketSpan {
  first: number;
  last: number;
}

export interface HistogramRow {
  /** The first row holds everything below `ceilingNs`, the last everything from `floorNs`. */
  floorNs: number;
  ceilingNs: number;
  counts: DirectionTriple<number>;
}

/** Shares of the operations that lie outside the span, in the open rows at either end. */
const BELOW_SPAN = 0.0005;
const ABOVE_SPAN = 0.001;

/** The span that holds nearly all counts. Undefined where there are none. */
export function spanOf(buckets: Float64Array): BucketSpan | undefined {
  const total = buckets.reduce((sum, count) => sum + count, 0);
  if (total === 0) return undefined;
  let seen = 0;
  let first = -1;
  for (const [index, count] of buckets.entries()) {
    seen += count;
    if (first < 0 && count > 0 && seen > total * BELOW_SPAN) first = index;
    if (seen >= total * (1 - ABOVE_SPAN)) return { first, last: index };
  }
  return { first, last: BUCKET_COUNT - 1 };
}

/** Buckets in a row. Few to choose from, so that the axis seldom changes. */
const STEPS = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48];

/**
 * As many rows as told, at equal steps on the logarithmic axis. Rows start at whole steps, so
 * that the axis stands still while the span moves a little.
 */
export function histogramRows(
  buckets: DirectionTriple<Float64Array>,
  span: BucketSpan,
  rows: number,
): HistogramRow[] {
  const { start, step } = fitAxis(span, rows);
  return Array.from({ length: rows }, (_, row) => {
    const from = row === 0 ? 0 : start + row * step;
    const to = row === rows - 1 ? BUCKET_COUNT : start + (row + 1) * step;
    return {
      floorNs: bucketFloorNs(from),
      ceilingNs: bucketFloorNs(to),
      counts: byDirection((direction) => sumOfRange(buckets[direction], from, to)),
    };
  });
}

function fitAxis({ first, last }: BucketSpan, rows: number) {
  const step = STEPS.find(
    (size) => rows * size <= BUCKET_COUNT && startFor(first, size) + rows * size > last,
  );
  if (step === undefined) return { start: 0, step: Math.ceil(BUCKET_COUNT / rows) };
  const lowest = startFor(first, step);
  const spare = rows - Math.ceil((last + 1 - lowest) / step);
  const start = Math.max(0, lowest - Math.floor(spare / 2) * step);
  return { start: Math.min(start, BUCKET_COUNT - rows * step), step };
}

function startFor(first: number, step: number): number {
  return Math.floor(first / step) * step;
}

function sumOfRange(buckets: Float64Array, from: number, to: number): number {
  return buckets.subarray(from, to).reduce((sum, count) => sum + count, 0);
}
