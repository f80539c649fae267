import assert from "node:assert/strict";
import { parseOptions } from "../../../scripts/compare/options.js";
import { userError } from "../../support/errors.js";

const GROUPS = ["bare", "view"];

describe("options of the comparison", () => {
  it("options__are_five_rounds_of_two_seconds_of_all_groups_by_default", () => {
    const expected = { rounds: 5, seconds: 2, json: false, groups: [] };
    assert.deepEqual(parseOptions([], GROUPS), expected);
  });

  it("options__are_taken_in_any_order", () => {
    const argv = ["view", "--seconds", "10", "--json", "bare", "--rounds=1"];
    const expected = { rounds: 1, seconds: 10, json: true, groups: ["view", "bare"] };
    assert.deepEqual(parseOptions(argv, GROUPS), expected);
  });

  for (const argv of [
    ["--rounds", "0"],
    ["--seconds", "1.5"],
    ["--rounds", "many"],
  ]) {
    it(`options__are_refused__${argv.join("_")}`, () => {
      assert.throws(() => parseOptions(argv, GROUPS), userError("usage", /not a whole number/));
    });
  }

  it("options__are_refused__an_unknown_group", () => {
    assert.throws(() => parseOptions(["null"], GROUPS), userError("usage", /'null'/));
  });

  it("options__are_refused__an_unknown_flag", () => {
    assert.throws(() => parseOptions(["--round", "1"], GROUPS), userError("usage", /--round/));
  });
});
