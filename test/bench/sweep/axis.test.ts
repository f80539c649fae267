import assert from "node:assert/strict";
import { parseAxis } from "../../../src/bench/sweep/axis.js";
import { describeSettings, pointsOf } from "../../../src/bench/sweep/points.js";
import { userError } from "../../support/errors.js";

describe("parseAxis", () => {
  const cases: [string, string[]][] = [
    ["512,4k,64k", ["512", "4k", "64k"]],
    ["8", ["8"]],
    ["1..64", ["1", "2", "4", "8", "16", "32", "64"]],
    ["1..48", ["1", "2", "4", "8", "16", "32", "48"]],
    ["3..3", ["3"]],
    ["10..50:10", ["10", "20", "30", "40", "50"]],
    ["1..10:4", ["1", "5", "9", "10"]],
    ["4k..16k", ["4096", "8192", "16384"]],
    ["1,2..8,4, 32", ["1", "2", "4", "8", "32"]],
  ];
  for (const [text, values] of cases) {
    it(`parseAxis__${text}`, () => assert.deepEqual(parseAxis(text, "--iodepth"), values));
  }

  const refused: [string, RegExp][] = [
    ["", /--iodepth has an empty value/],
    ["1,,2", /--iodepth has an empty value/],
    ["64..1", /--iodepth 64\.\.1 is no range/],
    ["0..4", /--iodepth 0\.\.4 is no range/],
    ["1..4:0", /--iodepth 1\.\.4:0 is no range/],
    ["a..4", /--iodepth a\.\.4: 'a' is not a size/],
    ["1..1g:1", /--iodepth 1\.\.1g:1 has \d+ values/],
  ];
  for (const [text, why] of refused) {
    it(`parseAxis__refuses__${text}`, () => {
      assert.throws(() => parseAxis(text, "--iodepth"), userError("usage", why));
    });
  }
});

describe("pointsOf", () => {
  it("pointsOf__every_combination_and_the_last_axis_varies_fastest", () => {
    const points = pointsOf({ bs: ["4k", "64k"], iodepth: ["1", "2"] }).map(describeSettings);
    assert.deepEqual(points, [
      "bs=4k iodepth=1",
      "bs=4k iodepth=2",
      "bs=64k iodepth=1",
      "bs=64k iodepth=2",
    ]);
  });
});
