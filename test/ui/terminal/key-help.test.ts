import assert from "node:assert/strict";
import { createPalette } from "../../../src/ui/palette.js";
import { keyHelp } from "../../../src/ui/terminal/key-help.js";

const KEYS = [
  ["q", "quit"],
  ["p", "pause"],
] as const;

describe("key help", () => {
  it("keyHelp__names_keys_and_meanings", () => {
    assert.equal(keyHelp(KEYS, 16, createPalette(false)), "q quit   p pause");
    assert.equal(keyHelp([], 16, createPalette(true)), "");
  });

  it("keyHelp__is_cut_without_color_where_it_does_not_fit", () => {
    assert.equal(keyHelp(KEYS, 15, createPalette(true)), "q quit   p pau…");
  });
});
