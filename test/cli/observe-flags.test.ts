import assert from "node:assert/strict";
import { type ObserveFlagValues, observationOf } from "../../src/cli/observe-flags.js";
import { DEFAULT_OBSERVATION } from "../../src/volume/attach.js";
import { userError } from "../support/errors.js";

const NONE_GIVEN: ObserveFlagValues = { "observe-via": "fabric", "wait-observed": false };

describe("observationOf", () => {
  const of = (flags: Partial<ObserveFlagValues>) => observationOf({ ...NONE_GIVEN, ...flags });

  it("observationOf__no_flags_is_the_default", () => {
    assert.deepEqual(of({}), DEFAULT_OBSERVATION);
  });

  it("observationOf__takes_what_is_given", () => {
    const flags = { observe: "scratch", "observe-when": "both", "observe-batch": 8 } as const;
    assert.deepEqual(of({ ...flags, "wait-observed": true }), {
      observe: "scratch",
      waitObserved: true,
      notify: { when: "both", batch: 8, outOfBand: false },
    });
  });

  it("observationOf__through_the_control_api_is_mode_message", () => {
    const { observe, notify } = of({ "observe-via": "control", "observe-when": "before" });
    assert.equal(observe, "message");
    assert.deepEqual(notify, { when: "before", batch: 32, outOfBand: true });
  });

  const REFUSED: [string, Partial<ObserveFlagValues>, RegExp][] = [
    ["when_without_a_mode", { "observe-when": "both" }, /--observe-when both goes with/],
    [
      "when_with_immediates",
      { observe: "immediate", "observe-when": "after" },
      /--observe message or --observe scratch alone/,
    ],
    ["batch_with_hash", { observe: "hash", "observe-batch": 2 }, /--observe-batch 2 goes with/],
    [
      "control_with_scratch",
      { observe: "scratch", "observe-via": "control" },
      /--observe-via control goes with --observe message alone/,
    ],
    [
      "batch_with_control",
      { "observe-batch": 2, "observe-via": "control" },
      /--observe-batch does not go with --observe-via control/,
    ],
  ];
  for (const [name, flags, says] of REFUSED) {
    it(`observationOf__${name}_is_refused`, () => {
      assert.throws(() => of(flags), userError("usage", says));
    });
  }
});
