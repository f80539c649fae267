import assert from "node:assert/strict";
import fc from "fast-check";
import { type Purpose, searchRate } from "../../../src/bench/search/strategy.js";

interface Asked {
  rate: number;
  purpose: Purpose;
}

async function searched(
  keeps: (rate: number, probe: number) => boolean | undefined,
  more: Partial<{ startRate: number; maxRate: number; precision: number }> = {},
) {
  const asked: Asked[] = [];
  const found = await searchRate({
    ...{ startRate: 1000, maxRate: 1e9, precision: 0.05 },
    ...more,
    probe: async (rate, purpose) => {
      asked.push({ rate, purpose });
      return keeps(rate, asked.length);
    },
  });
  return { ...found, asked };
}

describe("searchRate", () => {
  it("searchRate__finds_the_limit_to_its_precision_and_confirms_it_twice", async () => {
    const { rate, end, asked } = await searched((rate) => rate <= 145_000);
    assert.equal(end, "target");
    assert(rate !== null && rate <= 145_000 && rate * 1.05 >= 145_000, String(rate));
    const last = asked.slice(-2);
    assert.deepEqual(last, [
      { rate, purpose: "confirm" },
      { rate, purpose: "confirm" },
    ]);
    assert.deepEqual(
      asked.slice(0, 3).map((one) => one.rate),
      [1000, 2000, 4000],
    );
    assert(asked.length < 25, `${asked.length} probes`);
  });

  it("searchRate__whatever_the_limit_is", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 30, max: 5_000_000 }), async (limit) => {
        const { rate } = await searched((asked) => asked <= limit);
        assert(rate !== null && rate <= limit && rate >= (limit - 1) / 1.051, `${rate}, ${limit}`);
      }),
    );
  });

  it("searchRate__goes_below_its_start", async () => {
    const { rate, end } = await searched((rate) => rate <= 130);
    assert.equal(end, "target");
    assert(rate !== null && rate >= 123 && rate <= 130);
  });

  it("searchRate__stops_at_the_highest_rate_allowed", async () => {
    const { rate, end, asked } = await searched(() => true, { maxRate: 5000 });
    assert.deepEqual([rate, end], [5000, "max_rate"]);
    assert.deepEqual(
      asked.map((one) => one.rate),
      [1000, 2000, 4000, 5000, 5000, 5000],
    );
  });

  it("searchRate__where_no_rate_keeps_the_target_there_is_none", async () => {
    const { rate, end } = await searched(() => false);
    assert.deepEqual([rate, end], [null, "none"]);
  });

  it("searchRate__one_hiccup_ends_nothing", async () => {
    const steady = await searched((rate) => rate <= 50_000);
    const hiccup = await searched((rate, probe) => rate <= 50_000 && probe !== 3);
    assert.equal(hiccup.rate, steady.rate);
    assert.equal(hiccup.asked[3]?.purpose, "repeat");
  });

  it("searchRate__what_is_not_confirmed_is_not_found", async () => {
    const first = await searched((rate) => rate <= 10_000);
    let refused = false;
    const { rate, end } = await searched((asked) => {
      if (asked === first.rate && !refused) refused = true;
      else if (asked === first.rate) return false;
      return asked <= 10_000;
    });
    assert.equal(end, "target");
    assert(rate !== null && first.rate !== null && rate < first.rate);
  });

  it("searchRate__stopped_tells_the_best_so_far", async () => {
    const { rate, end } = await searched((_, probe) => (probe > 3 ? undefined : true));
    assert.deepEqual([rate, end], [4000, "stopped"]);
    const nothing = await searched(() => undefined);
    assert.deepEqual([nothing.rate, nothing.end], [null, "stopped"]);
  });

  it("searchRate__ends_whatever_chance_answers", async () => {
    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(fc.boolean()), async (answers) => {
        const { asked } = await searched(() => answers.next().value, { precision: 0 });
        assert(asked.length <= 100);
      }),
    );
  });
});
