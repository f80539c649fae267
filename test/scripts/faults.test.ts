/** The planted faults: that each can still be planted. Whether it is noticed is a long run. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ACCESS_FAULTS } from "../../scripts/faults/access-faults.js";
import { DURABILITY_FAULTS } from "../../scripts/faults/durability-faults.js";
import { OBSERVATION_FAULTS } from "../../scripts/faults/observation-faults.js";
import { packageRoot } from "../../src/package.js";

const FAULTS = [...OBSERVATION_FAULTS, ...ACCESS_FAULTS, ...DURABILITY_FAULTS];

describe("planted faults", () => {
  it("each__stands_in_its_file_exactly_once", async () => {
    for (const { name, file, find, replace } of FAULTS) {
      const text = await readFile(join(packageRoot(), "native", "src", file), "utf8");
      assert.equal(text.split(find).length, 2, name);
      assert.notEqual(find, replace, name);
    }
  });

  it("names__tell_them_apart", () => {
    assert.equal(new Set(FAULTS.map(({ name }) => name)).size, FAULTS.length);
  });
});
