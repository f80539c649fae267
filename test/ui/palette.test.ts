import assert from "node:assert/strict";
import { stripVTControlCharacters } from "node:util";
import { createPalette, wantsColor } from "../../src/ui/palette.js";

describe("palette", () => {
  it("createPalette__without_color_leaves_every_text_as_it_is", () => {
    for (const paint of Object.values(createPalette(false))) assert.equal(paint("text"), "text");
  });

  it("createPalette__with_color_adds_nothing_but_escape_sequences", () => {
    for (const paint of Object.values(createPalette(true))) {
      assert.notEqual(paint("text"), "text");
      assert.equal(stripVTControlCharacters(paint("text")), "text");
    }
  });

  it("wantsColor__on_a_terminal_only", () => {
    assert.equal(wantsColor({ isTTY: true }, {}), true);
    assert.equal(wantsColor({}, {}), false);
  });

  it("wantsColor__respects_no_color_and_a_dumb_terminal", () => {
    assert.equal(wantsColor({ isTTY: true }, { NO_COLOR: "1" }), false);
    assert.equal(wantsColor({ isTTY: true }, { NO_COLOR: "" }), true);
    assert.equal(wantsColor({ isTTY: true }, { TERM: "dumb" }), false);
  });
});
