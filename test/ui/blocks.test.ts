import assert from "node:assert/strict";
import fc from "fast-check";
import { horizontalBar, sparkline } from "../../src/ui/blocks.js";

const EIGHTHS = " ▏▎▍▌▋▊▉█";
const lengthOf = (bar: string) => [...bar].reduce((sum, cell) => sum + EIGHTHS.indexOf(cell), 0);

describe("blocks", () => {
  it("horizontalBar__is_as_wide_as_told_and_monotone", () => {
    const fraction = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fraction, fraction, fc.integer({ min: 1, max: 60 }), (a, b, width) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)].map((share) => {
          const bar = horizontalBar(share, width);
          assert.equal([...bar].length, width);
          return lengthOf(bar);
        });
        assert.ok((low ?? 0) <= (high ?? 0));
      }),
    );
  });

  it("horizontalBar__counts_in_eighths", () => {
    assert.equal(horizontalBar(0.5, 3), "█▌ ");
    assert.equal(horizontalBar(1, 3), "███");
    assert.equal(horizontalBar(7, 3), "███");
  });

  it("horizontalBar__shows_the_least_share_but_not_nothing", () => {
    assert.equal(horizontalBar(1e-9, 3), "▏  ");
    assert.equal(horizontalBar(0, 3), "   ");
  });

  it("sparkline__scales_to_the_highest_value_shown", () => {
    assert.equal(sparkline([100, 1, 0, 4, 8], 4), "▁ ▄█");
  });

  it("sparkline__is_padded_on_the_left", () => {
    assert.equal(sparkline([1], 3), "  █");
    assert.equal(sparkline([], 3), "   ");
    assert.equal(sparkline([1], 0), "");
  });
});
