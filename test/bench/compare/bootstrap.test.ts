import assert from "node:assert/strict";
import { mean } from "simple-statistics";
import {
  geometricMean,
  ratioInterval,
  roundsInterval,
  SAMPLES_MIN,
} from "../../../src/bench/compare/bootstrap.js";

const average = (samples: readonly number[]) => mean([...samples]);

/** Uniform in [0, 1), the same at every call (Numerical Recipes' congruential generator). */
function* uniform(seed: number): Generator<number, never> {
  let state = seed >>> 0;
  for (;;) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield state / 2 ** 32;
  }
}

function series(count: number, center: number, source: Generator<number, never>): number[] {
  return Array.from({ length: count }, () => center * (0.8 + 0.4 * source.next().value));
}

describe("bootstrap", () => {
  it("ratioInterval__holds_the_true_ratio_about_as_often_as_it_says", () => {
    const source = uniform(1);
    const trials = 100;
    let held = 0;
    for (let trial = 0; trial < trials; trial++) {
      const interval = ratioInterval(series(30, 100, source), series(30, 110, source), average);
      assert.ok(interval);
      if (interval[0] <= 1.1 && interval[1] >= 1.1) held++;
    }
    // 95 % are promised; the percentile method of 30 samples keeps a little less.
    assert(held >= 85, `${held} of ${trials}`);
  });

  it("ratioInterval__is_the_same_at_every_call", () => {
    const source = uniform(2);
    const [first, second] = [series(20, 5, source), series(20, 6, source)];
    const once = ratioInterval(first, second, average);
    assert.deepEqual(ratioInterval(first, second, average), once);
  });

  it("ratioInterval__of_what_never_varies_is_a_point", () => {
    const [first, second] = [Array(10).fill(4), Array(10).fill(6)];
    assert.deepEqual(ratioInterval(first, second, average), [1.5, 1.5]);
  });

  it("ratioInterval__seconds_that_resemble_each_other_say_less", () => {
    const source = uniform(3);
    const independent = series(60, 100, source);
    const slow = Array.from(
      { length: 60 },
      (_, second) => independent[Math.floor(second / 6)] ?? 0,
    );
    const width = (samples: number[]) => {
      const [low = 0, high = 0] = ratioInterval(Array(60).fill(100), samples, average) ?? [];
      return high - low;
    };
    assert(width(slow) > 1.3 * width(independent));
  });

  it("intervals__need_enough_samples", () => {
    const few = Array(SAMPLES_MIN - 1).fill(1);
    assert.equal(ratioInterval(few, [...few, 1], average), null);
    assert.equal(roundsInterval(few), null);
    assert.deepEqual(roundsInterval([...few, 1]), [1, 1]);
  });

  it("ratioInterval__of_a_statistic_that_can_be_0_is_none", () => {
    assert.equal(ratioInterval([0, 0, 0, 0, 0], [1, 1, 1, 1, 1], average), null);
  });

  it("geometricMean__of_a_gain_and_the_same_loss_is_no_change", () => {
    assert(Math.abs(geometricMean([2, 0.5]) - 1) < 1e-12);
  });
});
