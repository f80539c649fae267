import assert from "node:assert/strict";
import { describeObservation } from "../../../src/bench/report/observation.js";
import { SAMPLE_OBSERVE } from "../result/native-results.js";

describe("describeObservation", () => {
  it("describeObservation__nothing_where_the_volume_decided", () => {
    assert.deepEqual(describeObservation(SAMPLE_OBSERVE), []);
    assert.deepEqual(describeObservation(null), []);
  });

  it("describeObservation__the_mode_that_was_asked_for", () => {
    const observe = { ...SAMPLE_OBSERVE, asked: "none", mode: "none" } as const;
    assert.deepEqual(describeObservation(observe), ["observed by none"]);
  });

  it("describeObservation__a_mode_in_the_place_of_the_volume_s", () => {
    const told = { mode: "message", when: "after", batch: 32 } as const;
    const observe = { ...SAMPLE_OBSERVE, ...told, note: "no immediates here" };
    assert.deepEqual(describeObservation(observe), ["observed by message"]);
  });

  it("describeObservation__phases_in_words_and_waiting", () => {
    const told = { mode: "scratch", when: "both", batch: 1, wait: true } as const;
    const observe = { ...SAMPLE_OBSERVE, ...told, asked: "scratch" } as const;
    assert.deepEqual(describeObservation(observe), [
      "observed by scratch (before and after, batches of 1)",
      "waited for",
    ]);
  });
});
