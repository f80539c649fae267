import assert from "node:assert/strict";
import fc from "fast-check";
import { HOLE_BYTES, runsOf } from "../../src/volume/zeros.js";

describe("runsOf", () => {
  it("runs__cover_the_chunk_and_are_zero_where_it_is_in_whole_blocks", () => {
    const blocks = fc.array(fc.constantFrom(0, 0, 1, HOLE_BYTES - 1, undefined), { maxLength: 12 });
    fc.assert(
      fc.property(blocks, fc.integer({ min: 0, max: HOLE_BYTES - 1 }), (dirty, rest) => {
        const chunk = Buffer.alloc(dirty.length * HOLE_BYTES + rest);
        // At most one byte of each block is not zero.
        for (const [block, at] of dirty.entries()) {
          if (at !== undefined) chunk[block * HOLE_BYTES + at] = 7;
        }
        let at = 0;
        let before: boolean | undefined;
        for (const { zero, from, to } of runsOf(chunk)) {
          assert.equal(from, at);
          assert.notEqual(zero, before, "as long as can be");
          for (let block = from; block < to; block += HOLE_BYTES) {
            const bytes = chunk.subarray(block, Math.min(block + HOLE_BYTES, to));
            assert.equal(
              bytes.every((byte) => byte === 0),
              zero,
            );
          }
          at = to;
          before = zero;
        }
        assert.equal(at, chunk.length);
      }),
    );
  });
});
