import assert from "node:assert/strict";
import * as fc from "fast-check";
import { compareClocks, startInstant } from "../../../src/bench/workers/clock.js";

/** Another clock that is ahead by an offset, behind ways that take so long there and back. */
function simulated(offsetNs: bigint, ways: readonly (readonly [there: number, back: number])[]) {
  let here = 1_000_000_000n;
  let probe = 0;
  return {
    now: () => here,
    ask: async () => {
      const [there = 0, back = 0] = ways[probe++ % ways.length] ?? [];
      here += BigInt(there);
      const theirs = here + offsetNs;
      here += BigInt(back);
      return theirs;
    },
  };
}

describe("compareClocks", () => {
  it("any_ways__never_wrong_by_more_than_it_says", async () => {
    const delay = fc.integer({ min: 0, max: 50_000_000 });
    await fc.assert(
      fc.asyncProperty(
        fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }),
        fc.array(fc.tuple(delay, delay), { minLength: 1, maxLength: 20 }),
        async (offsetNs, ways) => {
          const { ask, now } = simulated(offsetNs, ways);
          const reading = await compareClocks(ask, now);
          const wrongNs = Math.abs(Number(reading.offsetNs - offsetNs));
          assert(wrongNs <= reading.errorNs, `${wrongNs} > ${reading.errorNs}`);
        },
      ),
    );
  });

  it("one_quick_answer_among_slow_ones__is_the_one_that_counts", async () => {
    const slow = [20_000_000, 1000] as const;
    const { ask, now } = simulated(5_000n, [slow, slow, [400, 600], slow]);
    const { offsetNs, errorNs } = await compareClocks(ask, now);
    assert.equal(errorNs, 500);
    assert.equal(Math.abs(Number(offsetNs - 5_000n)), 100);
  });
});

describe("startInstant", () => {
  it("slow_worker__is_given_time_for_the_order_to_come", () => {
    const near = { offsetNs: 0n, errorNs: 50_000 };
    const far = { offsetNs: 0n, errorNs: 300_000_000 };
    assert(startInstant([near], 0n) > 0n);
    // The way there and back, and more.
    assert(startInstant([near, far], 0n) > 2n * BigInt(far.errorNs) + startInstant([], 0n));
  });
});
