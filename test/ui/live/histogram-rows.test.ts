import assert from "node:assert/strict";
import fc from "fast-check";
import { BUCKET_COUNT } from "../../../src/binding/native-run.js";
import { histogramRows, spanOf } from "../../../src/ui/live/histogram-rows.js";

const bucketCounts = fc
  .array(fc.tuple(fc.nat(BUCKET_COUNT - 1), fc.integer({ min: 1, max: 1e6 })), {
    minLength: 1,
    maxLength: 30,
  })
  .map((entries) => {
    const buckets = new Float64Array(BUCKET_COUNT);
    for (const [index, count] of entries) buckets[index] = count;
    return buckets;
  });

const NONE = new Float64Array(BUCKET_COUNT);

function bucketsWith(counts: Record<number, number>): Float64Array {
  const buckets = new Float64Array(BUCKET_COUNT);
  for (const [index, count] of Object.entries(counts)) buckets[Number(index)] = count;
  return buckets;
}

describe("histogram rows", () => {
  it("histogramRows__every_operation_is_in_exactly_one_row", () => {
    fc.assert(
      fc.property(bucketCounts, bucketCounts, fc.integer({ min: 2, max: 12 }), (a, b, rows) => {
        const span = spanOf(a);
        assert.ok(span);
        const merged = histogramRows({ read: a, write: b, trim: NONE }, span, rows);
        const sum = (counts: Iterable<number>) => [...counts].reduce((x, y) => x + y, 0);
        assert.equal(merged.length, rows);
        assert.equal(sum(merged.map((row) => row.counts.read)), sum(a));
        assert.equal(sum(merged.map((row) => row.counts.write)), sum(b));
        for (const [index, row] of merged.entries()) {
          assert.ok(row.ceilingNs > row.floorNs);
          const next = merged[index + 1];
          if (next !== undefined) assert.equal(row.ceilingNs, next.floorNs);
        }
      }),
    );
  });

  it("histogramRows__a_narrow_span_is_shown_bucket_by_bucket", () => {
    const read = bucketsWith({ 80: 10, 81: 20, 82: 30 });
    const rows = histogramRows({ read, write: NONE, trim: NONE }, { first: 80, last: 82 }, 5);
    assert.deepEqual(
      rows.map((row) => row.counts.read),
      [0, 10, 20, 30, 0],
    );
    assert.equal(rows[1]?.floorNs, 2 ** 18);
  });

  it("histogramRows__the_ends_take_what_lies_outside", () => {
    const read = bucketsWith({ 3: 1, 80: 500, 81: 500, 82: 500, 83: 500, 200: 1 });
    const rows = histogramRows({ read, write: NONE, trim: NONE }, { first: 80, last: 83 }, 4);
    assert.deepEqual(
      rows.map((row) => row.counts.read),
      [501, 500, 500, 501],
    );
  });

  it("histogramRows__the_widest_span_fills_all_rows", () => {
    const read = new Float64Array(BUCKET_COUNT).fill(1);
    const rows = histogramRows(
      { read, write: NONE, trim: NONE },
      { first: 0, last: BUCKET_COUNT - 1 },
      9,
    );
    assert.ok(rows.every((row) => row.counts.read > 0));
  });

  it("spanOf__leaves_far_outliers_to_the_open_rows", () => {
    assert.deepEqual(spanOf(bucketsWith({ 2: 1, 80: 5000, 90: 5000, 200: 1 })), {
      first: 80,
      last: 90,
    });
  });

  it("spanOf__is_undefined_where_nothing_was_counted", () => {
    assert.equal(spanOf(NONE), undefined);
  });
});
