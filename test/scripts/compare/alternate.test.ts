import assert from "node:assert/strict";
import { alternate, repeat } from "../../../scripts/compare/alternate.js";

describe("alternating measurements", () => {
  it("alternate__measures_both_sides_in_turn", async () => {
    const order: string[] = [];
    const leg = (name: string) => async () => order.push(name);
    const rounds = await alternate(3, leg("ours"), leg("theirs"));
    assert.deepEqual(order, ["ours", "theirs", "ours", "theirs", "ours", "theirs"]);
    assert.deepEqual(rounds, { ours: [1, 3, 5], theirs: [2, 4, 6] });
  });

  it("repeat__measures_as_often_as_told", async () => {
    let measured = 0;
    assert.deepEqual(await repeat(3, async () => ++measured), [1, 2, 3]);
  });
});
