import assert from "node:assert/strict";
import fc from "fast-check";
import {
  activityThresholds,
  DIRTY_THRESHOLDS,
  levelOf,
  mergeActivity,
  mergeDirty,
} from "../../../src/ui/watch/levels.js";

const rate = fc.double({ min: 0, max: 1e9, noNaN: true });

describe("levels", () => {
  it("activityThresholds__are_round_rates_a_factor_of_five_apart", () => {
    const tops = [0, 3, 49, 99, 566, 12_345, 999_999.9].map((highest) =>
      activityThresholds({ highest }),
    );
    assert.deepEqual(
      tops.map(([, , top]) => top),
      [25, 25, 25, 50, 500, 10_000, 500_000],
    );
    assert.deepEqual(activityThresholds({ highest: 600 }), [20, 100, 500]);
  });

  it("levelOf__anything_shows_and_the_highest_shows_most", () => {
    fc.assert(
      fc.property(rate, rate, (a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        const thresholds = activityThresholds({ highest: high });
        assert.ok(levelOf(low, thresholds) <= levelOf(high, thresholds));
        assert.equal(levelOf(low, thresholds) === 0, low === 0);
        if (high >= 25) assert.equal(levelOf(high, thresholds), 4);
      }),
    );
  });

  it("levelOf__the_uppermost_of_dirty_is_all", () => {
    const shares = [0, 1 / 64, 0.25, 0.5, 63 / 64, 1];
    assert.deepEqual(
      shares.map((share) => levelOf(share, DIRTY_THRESHOLDS)),
      [0, 1, 2, 3, 3, 4],
    );
  });

  it("mergeActivity__is_the_hottest", () => {
    assert.deepEqual(mergeActivity([1, 5, 0, 2, 3], 2), [5, 2, 3]);
  });

  it("mergeDirty__weighs_cells_by_their_regions", () => {
    const cells = [
      { regions: 4, dirty: 1 },
      { regions: 4, dirty: 3 },
      { regions: 4, dirty: 4 },
      { regions: 2, dirty: 2 },
    ];
    assert.deepEqual(mergeDirty(cells, 1), [0.25, 0.75, 1, 1]);
    assert.deepEqual(mergeDirty(cells, 2), [0.5, 1]);
    assert.deepEqual(mergeDirty([], 2), []);
  });
});
