import assert from "node:assert/strict";
import { parseOptions } from "../../../scripts/compare/options.js";
import type { UserError } from "../../../src/errors.js";
import { userError } from "../../support/errors.js";

const USAGE = { command: "npm run bench:compare", groups: ["bare", "view"] };

describe("options of the comparison", () => {
  it("options__are_five_rounds_of_two_seconds_of_all_groups_by_default", () => {
    const expected = { rounds: 5, seconds: 2, json: false, groups: [] };
    assert.deepEqual(parseOptions([], USAGE), expected);
  });

  it("options__are_taken_in_any_order", () => {
    const argv = ["view", "--seconds", "10", "--json", "bare", "--rounds=1"];
    const expected = { rounds: 1, seconds: 10, json: true, groups: ["view", "bare"] };
    assert.deepEqual(parseOptions(argv, USAGE), expected);
  });

  for (const argv of [
    ["--rounds", "0"],
    ["--seconds", "1.5"],
    ["--rounds", "many"],
  ]) {
    it(`options__are_refused__${argv.join("_")}`, () => {
      assert.throws(() => parseOptions(argv, USAGE), userError("usage", /not a whole number/));
    });
  }

  it("options__are_refused__an_unknown_group", () => {
    assert.throws(() => parseOptions(["null"], USAGE), userError("usage", /'null'/));
  });

  it("options__are_refused__with_the_command_and_its_groups", () => {
    assert.throws(
      () => parseOptions(["null"], USAGE),
      (error: UserError) =>
        /^npm run bench:compare -- .*\[bare \| view\]…$/.test(error.nextSteps[0] ?? ""),
    );
  });

  it("options__are_refused__an_unknown_flag", () => {
    assert.throws(() => parseOptions(["--round", "1"], USAGE), userError("usage", /--round/));
  });
});
