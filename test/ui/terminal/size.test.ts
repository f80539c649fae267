import assert from "node:assert/strict";
import { sizeOf } from "../../../src/ui/terminal/size.js";

describe("terminal size", () => {
  it("sizeOf__what_the_terminal_does_not_tell_is_usual", () => {
    assert.deepEqual(sizeOf({ columns: 132, rows: 50 }), { columns: 132, rows: 50 });
    assert.deepEqual(sizeOf({}), { columns: 80, rows: 24 });
    assert.deepEqual(sizeOf({ columns: 0, rows: 0 }), { columns: 80, rows: 24 });
  });
});
