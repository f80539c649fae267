import assert from "node:assert/strict";
import { alignRight, fitName } from "../../src/ui/text.js";

describe("text", () => {
  it("fitName__pads_or_cuts_to_the_width", () => {
    assert.equal(fitName("job", 5), "job  ");
    assert.equal(fitName("job-1", 5), "job-1");
    assert.equal(fitName("job-10", 5), "job-…");
  });

  it("fitName__counts_wide_characters_twice", () => {
    assert.equal(fitName("読み", 5), "読み ");
    assert.equal(fitName("読み込み", 5), "読み…");
    assert.equal(fitName("読み込み", 4), "読… ");
  });

  it("fitName__a_cut_name_fits_again", () => {
    assert.equal(fitName(`${fitName("job-10", 5)}!`, 7), "job-…! ");
  });

  it("fitName__control_characters_do_not_reach_the_terminal", () => {
    assert.equal(fitName("a\u001b[2Jb", 8), "a?[2Jb  ");
  });

  it("alignRight__pads_every_cell", () => {
    assert.equal(alignRight(["a", "bc"], 3), "  a bc");
  });
});
