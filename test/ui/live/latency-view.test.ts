import assert from "node:assert/strict";
import { BUCKET_COUNT } from "../../../src/binding/native-run.js";
import { bucketFloorNs, mergeLatencies } from "../../../src/ui/live/latency-view.js";
import { latencySnapshot } from "./snapshots.js";

const values = Array.from({ length: 1000 }, (_, index) => 100_000 + index * 1000);

describe("latency view", () => {
  it("bucketFloorNs__is_linear_within_an_octave_and_doubles_over_it", () => {
    assert.deepEqual([8, 9, 16, 24].map(bucketFloorNs), [512, 576, 1024, 2048]);
    assert.equal(bucketFloorNs(0), 0);
    const floors = Array.from({ length: BUCKET_COUNT }, (_, index) => bucketFloorNs(index));
    assert.ok(floors.every((floor, index) => index === 0 || floor > (floors[index - 1] ?? 0)));
  });

  it("mergeLatencies__one_part_with_counts_stays_exact", () => {
    const part = latencySnapshot(values);
    const view = mergeLatencies([latencySnapshot([]), part]);
    assert.equal(view.estimated, false);
    assert.deepEqual(view.percentilesNs, [...part.percentilesNs]);
    assert.equal(view.count, 1000);
  });

  it("mergeLatencies__several_parts_are_estimated_within_a_bucket", () => {
    const parts = [values.slice(0, 700), values.slice(700)].map(latencySnapshot);
    const merged = mergeLatencies(parts);
    const exact = latencySnapshot(values);
    assert.equal(merged.estimated, true);
    assert.equal(merged.count, 1000);
    assert.equal(merged.maxNs, exact.maxNs);
    for (const [index, estimate] of merged.percentilesNs.entries()) {
      const truth = exact.percentilesNs[index] ?? 0;
      assert.ok(Math.abs(estimate - truth) <= truth * 0.06, `${estimate} is far from ${truth}`);
    }
  });

  it("mergeLatencies__no_estimate_is_above_the_maximum", () => {
    const merged = mergeLatencies([latencySnapshot([1_000_000]), latencySnapshot([1_000_001])]);
    assert.ok(merged.percentilesNs.every((ns) => ns <= 1_000_001));
  });

  it("mergeLatencies__nothing_is_no_estimate", () => {
    const { count, maxNs, estimated } = mergeLatencies([]);
    assert.deepEqual({ count, maxNs, estimated }, { count: 0, maxNs: 0, estimated: false });
  });
});
