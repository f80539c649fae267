import assert from "node:assert/strict";
import fc from "fast-check";
import { parseDurationMs } from "../../src/units/durations.js";
import { userError } from "../support/errors.js";

describe("parseDurationMs", () => {
  it("parseDurationMs__is_the_number_times_its_unit", () => {
    const units = fc.constantFrom<[string, number]>(
      ["ms", 1],
      ["s", 1000],
      ["m", 60_000],
      ["h", 3_600_000],
    );
    fc.assert(
      fc.property(fc.nat(), units, fc.boolean(), (count, [unit, worth], upper) => {
        const text = `${count}${upper ? unit.toUpperCase() : unit}`;
        assert.equal(parseDurationMs(text), count * worth);
      }),
    );
  });

  const REFUSED: [string, RegExp][] = [
    ["", /empty/],
    ["-1s", /negative/],
    ["1.5s", /fraction/],
    ["1 s", /space/],
    ["10", /no unit/],
    ["1d", /unit is unknown/],
    ["s", /does not start with a number/],
    ["9007199254740991h", /too long/],
  ];
  for (const [text, why] of REFUSED) {
    it(`parseDurationMs__refuses_'${text}'`, () => {
      assert.throws(() => parseDurationMs(text), userError("usage", why));
    });
  }

  it("parseDurationMs__any_other_text_is_a_user_error", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        if (/^\d+(ms|s|m|h)$/i.test(text)) return;
        assert.throws(() => parseDurationMs(text), userError("usage", /is not a duration/));
      }),
    );
  });
});
