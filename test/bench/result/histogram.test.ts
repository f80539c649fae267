import assert from "node:assert/strict";
import fc from "fast-check";
import { build } from "hdr-histogram-js";
import {
  compressHistogram,
  decodeHistogram,
  encodeHistogram,
  mergeHistograms,
} from "../../../src/bench/result/histogram.js";
import { nativeHistogram } from "./native-results.js";

const RANKS = [0, 1, 50, 90, 99, 99.9, 100];
const latencies = fc.array(fc.integer({ min: 1, max: 3_600_000_000_000 }), { maxLength: 200 });

function recorded(values: readonly number[]) {
  const histogram = build({ bitBucketSize: 64, highestTrackableValue: 3_600_000_000_000 });
  for (const value of values) histogram.recordValue(value);
  return histogram;
}

describe("histogram", () => {
  it("compressHistogram__is_read_back_by_hdr_histogram_js", () => {
    fc.assert(
      fc.property(latencies, (values) => {
        const expected = recorded(values);
        const decoded = decodeHistogram(compressHistogram(nativeHistogram(values)));
        assert.equal(decoded.totalCount, values.length);
        for (const rank of RANKS) {
          assert.equal(decoded.getValueAtPercentile(rank), expected.getValueAtPercentile(rank));
        }
      }),
      { numRuns: 30 },
    );
  });

  it("mergeHistograms__equals_one_that_recorded_all_the_values", () => {
    fc.assert(
      fc.property(fc.array(latencies, { maxLength: 4 }), (threads) => {
        const expected = recorded(threads.flat());
        const merged = mergeHistograms(threads.map(nativeHistogram));
        assert.equal(merged.totalCount, threads.flat().length);
        for (const rank of RANKS) {
          assert.equal(merged.getValueAtPercentile(rank), expected.getValueAtPercentile(rank));
        }
      }),
      { numRuns: 30 },
    );
  });

  it("mergeHistograms__keeps_counts_past_32_bits", () => {
    const many = build({ bitBucketSize: 64 });
    many.recordValueWithCount(1000, 2 ** 33 + 1);
    const payload = nativeHistogram([7]);
    const merged = mergeHistograms([payload]);
    merged.add(many);
    assert.equal(decodeHistogram(encodeHistogram(merged)).totalCount, 2 ** 33 + 2);
  });

  it("mergeHistograms__without_threads_is_empty", () => {
    assert.equal(decodeHistogram(encodeHistogram(mergeHistograms([]))).totalCount, 0);
  });

  it("decodeHistogram__refuses_what_is_no_histogram", () => {
    assert.throws(() => decodeHistogram(Buffer.from("not a histogram").toString("base64")));
  });
});
