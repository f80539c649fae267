import assert from "node:assert/strict";
import fc from "fast-check";
import { checkRegionSize, defaultRegionSize } from "../../src/device/region-size.js";
import { UserError } from "../../src/errors.js";
import { userError } from "../support/errors.js";

const KIB = 2 ** 10;
const GIB = 2 ** 30;

describe("region size", () => {
  const DEFAULTS: [string, number, number][] = [
    ["smallest", 512, 16 * KIB],
    ["64_gib", 64 * GIB, 16 * KIB],
    ["a_block_more", 64 * GIB + 4 * KIB, 32 * KIB],
    ["1_tib", 2 ** 40, 256 * KIB],
  ];
  for (const [name, volumeBytes, expected] of DEFAULTS) {
    it(`defaultRegionSize__${name}`, () => {
      assert.equal(defaultRegionSize(volumeBytes), expected);
    });
  }

  it("defaultRegionSize__is_the_smallest_that_makes_few_enough_regions", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 50 }), (volumeBytes) => {
        const bytes = defaultRegionSize(volumeBytes);
        assert(Number.isInteger(Math.log2(bytes)) && bytes >= 16 * KIB);
        assert(Math.ceil(volumeBytes / bytes) <= 2 ** 22);
        assert(bytes === 16 * KIB || Math.ceil((volumeBytes * 2) / bytes) > 2 ** 22);
        assert.equal(checkRegionSize("v", volumeBytes, bytes), bytes);
      }),
    );
  });

  const REFUSED: [string, number, number, RegExp, number][] = [
    ["no_power", GIB, 12_288, /is no power of two/, 4096],
    ["too_small", GIB, 2048, /is less than 4096/, 4096],
    ["too_many", 128 * GIB, 4096, /more than 16777216 regions of 128 GiB/, 8192],
  ];
  for (const [name, volumeBytes, regionBytes, says, smallest] of REFUSED) {
    it(`checkRegionSize__${name}_is_refused_with_the_smallest_that_works`, () => {
      const check = () => checkRegionSize("v", volumeBytes, regionBytes);
      assert.throws(check, (error) => {
        assert(userError("alignment_invalid", says)(error));
        assert(error instanceof UserError);
        assert.match(error.nextSteps.join(), new RegExp(`--region-size ${smallest},`));
        return true;
      });
      assert.equal(checkRegionSize("v", volumeBytes, smallest), smallest);
    });
  }
});
