import assert from "node:assert/strict";
import fc from "fast-check";
import { decodeHistogram } from "../../../src/bench/result/histogram.js";
import { combineLatencies, combineMoments } from "../../../src/bench/result/latency.js";
import { nativeLatency } from "./native-results.js";

/** 3 significant digits. */
const PRECISION = 1e-3;

const threads = fc.array(fc.array(fc.integer({ min: 1, max: 10_000_000 }), { maxLength: 300 }), {
  minLength: 1,
  maxLength: 4,
});

describe("latency", () => {
  it("combineLatencies__percentiles_are_those_of_the_sorted_list", () => {
    fc.assert(
      fc.property(threads, (lists) => {
        const sorted = lists.flat().sort((a, b) => a - b);
        const row = combineLatencies(lists.map(nativeLatency), [50, 99, 99.99]);
        for (const [key, value] of Object.entries(row.percentile ?? {})) {
          const rank = Math.max(1, Math.ceil((Number(key) / 100) * sorted.length));
          const exact = sorted[rank - 1] ?? Number.NaN;
          assert.ok(value >= exact, `${key}: ${value} below ${exact}`);
          assert.ok(value <= exact * (1 + PRECISION), `${key}: ${value} far above ${exact}`);
        }
        assert.equal(decodeHistogram(row.histogram).totalCount, sorted.length);
      }),
      { numRuns: 50 },
    );
  });

  it("combineLatencies__no_percentile_is_above_the_exact_maximum", () => {
    const row = combineLatencies([nativeLatency([1_000_001, 5])], [50, 99.99]);
    assert.equal(row.percentile?.["99.990000"], 1_000_001);
    assert.equal(row.max, 1_000_001);
    assert.equal(row.min, 5);
  });

  it("combineLatencies__has_no_percentile_where_nothing_was_counted", () => {
    const row = combineLatencies([nativeLatency([])], [50]);
    assert.equal("percentile" in row, false);
    assert.equal(row.N, 0);
  });

  it("combineMoments__equals_the_moments_of_all_values_together", () => {
    fc.assert(
      fc.property(threads, (lists) => {
        const combined = combineMoments(lists.map(nativeLatency));
        const whole = nativeLatency(lists.flat());
        assert.equal(combined.N, whole.count);
        assert.equal(combined.min, whole.minNs);
        assert.equal(combined.max, whole.maxNs);
        assert.ok(Math.abs(combined.mean - whole.meanNs) < 1e-3);
        assert.ok(Math.abs(combined.stddev - whole.stddevNs) < 1e-3 * (1 + whole.stddevNs));
      }),
    );
  });

  it("combineMoments__a_thread_without_operations_does_not_count", () => {
    const { min, mean, N } = combineMoments([nativeLatency([]), nativeLatency([10, 20])]);
    assert.deepEqual({ min, mean, N }, { min: 10, mean: 15, N: 2 });
  });
});
