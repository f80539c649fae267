import assert from "node:assert/strict";
import { Writable } from "node:stream";
import { finished } from "node:stream/promises";
import fc from "fast-check";
import { HexWriter, hexLine } from "../../src/output/hex.js";

async function hexView(pieces: Uint8Array[], offset = 0): Promise<string> {
  let text = "";
  const out = new Writable({
    write: (chunk, _, done) => {
      text += chunk;
      done();
    },
  });
  const writer = new HexWriter(out, offset);
  for (const piece of pieces) writer.write(piece);
  writer.end();
  await finished(writer);
  return text;
}

describe("hex view", () => {
  it("hex_line__full_and_short", () => {
    const bytes = Buffer.from("hello, world\x00\xff!\n", "latin1");
    const full = "00000010  68 65 6c 6c 6f 2c 20 77  6f 72 6c 64 00 ff 21 0a  |hello, world..!.|";
    assert.equal(hexLine(16, bytes), full);
    const short = "00000000  68                                                |h|";
    assert.equal(hexLine(0, bytes.subarray(0, 1)), short);
  });

  it("hex_writer__equal_lines_collapse_to_one_star", async () => {
    const view = await hexView([Buffer.alloc(16 * 5), Buffer.from("end")], 0x1000);
    assert.deepEqual(view.split("\n"), [
      hexLine(0x1000, Buffer.alloc(16)),
      "*",
      hexLine(0x1050, Buffer.from("end")),
      "00001053",
      "",
    ]);
  });

  it("hex_writer__pieces_do_not_matter", async () => {
    const bytes = fc.uint8Array({ maxLength: 200, max: 2 });
    await fc.assert(
      fc.asyncProperty(bytes, fc.integer({ min: 0, max: 200 }), async (all, cut) => {
        const pieces = [all.subarray(0, cut), all.subarray(cut)];
        assert.equal(await hexView(pieces), await hexView([all]));
      }),
    );
  });

  it("hex_writer__failure_of_the_stream_below_is_its_own", async () => {
    const failure = Object.assign(new Error("write EPIPE"), { code: "EPIPE" });
    const out = new Writable({ write: (_, __, done) => done(failure) });
    out.on("error", () => undefined);
    const writer = new HexWriter(out, 0);
    writer.write(Buffer.alloc(16));
    await assert.rejects(finished(writer), { code: "EPIPE" });
  });
});
