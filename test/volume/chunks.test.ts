import assert from "node:assert/strict";
import fc from "fast-check";
import { rechunk } from "../../src/volume/chunks.js";

describe("rechunk", () => {
  it("rechunk__keeps_every_byte_in_chunks_of_one_size", async () => {
    const pieces = fc.array(fc.uint8Array({ maxLength: 50 }), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(pieces, fc.integer({ min: 1, max: 64 }), async (input, size) => {
        async function* source() {
          yield* input;
        }
        const chunks: Buffer[] = [];
        // Copied, since a chunk is valid only until the next one.
        for await (const chunk of rechunk(source(), size)) chunks.push(Buffer.from(chunk));
        assert.deepEqual(Buffer.concat(chunks), Buffer.concat(input));
        for (const chunk of chunks.slice(0, -1)) assert.equal(chunk.length, size);
        assert(chunks.every(({ length }) => length > 0 && length <= size));
      }),
    );
  });
});
