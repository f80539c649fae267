import assert from "node:assert/strict";
import fc from "fast-check";
import { build } from "hdr-histogram-js";
import { histogramBars } from "../../../scripts/observer/bars.js";

function histogramOf(values: readonly number[]) {
  const histogram = build({ bitBucketSize: 64, autoResize: true });
  for (const value of values) histogram.recordValue(value);
  return histogram;
}

describe("bars of a latency histogram", () => {
  it("bars__none_where_nothing_was_counted", () => {
    assert.deepEqual(histogramBars([histogramOf([])]), []);
  });

  it("bars__hold_every_count_of_every_histogram_in_rising_order", () => {
    const times = fc.array(fc.integer({ min: 1, max: 1e10 }), { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(times, times, (first, second) => {
        const bars = histogramBars([histogramOf(first), histogramOf(second)]);
        const counts = bars.reduce((sum, { count }) => sum + count, 0);
        assert.equal(counts, first.length + second.length);
        const floors = bars.map(({ floor_ns }) => floor_ns);
        assert.deepEqual(
          floors,
          [...new Set(floors)].sort((a, b) => a - b),
        );
      }),
    );
  });

  it("bars__times_of_two_sizes_stand_apart", () => {
    const times = [...Array(50).fill(20_000), ...Array(50).fill(5_000_000)] as number[];
    const filled = histogramBars([histogramOf(times)]).filter(({ count }) => count > 0);
    assert.deepEqual(
      filled.map(({ count }) => count),
      [50, 50],
    );
    const [low, high] = filled.map(({ floor_ns }) => floor_ns);
    assert.ok(low !== undefined && low <= 20_000, `${low}`);
    assert.ok(high !== undefined && high > 20_000 && high <= 5_000_000, `${high}`);
  });
});
