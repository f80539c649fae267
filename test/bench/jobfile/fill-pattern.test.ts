import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fillPattern } from "../../../src/bench/jobfile/fill-pattern.js";
import { makeTestDirectory } from "../../support/directory.js";

const context = { fioSizes: true, warn: () => undefined };

function bytesOf(text: string): (number[] | "offset")[] {
  const parts = fillPattern(true).parse(text, context);
  return parts.map((part) => (part === "offset" ? part : [...part]));
}

describe("fillPattern", () => {
  // As fio's lib/pattern.c reads them.
  const known: [text: string, parts: (number[] | "offset")[]][] = [
    ["0xdeadbeef", [[0xde, 0xad, 0xbe, 0xef]]],
    ["0xabc", [[0x0a, 0xbc]]],
    ["0xff0x14", [[0xff], [0x14]]],
    ["0", [[0]]],
    ["12", [[12]]],
    ["258", [[2, 1]]],
    ["-12", [[0xf4, 0xff, 0xff, 0xff]]],
    ['"abcd"', [[97, 98, 99, 100]]],
    ["%o", ["offset"]],
    ['0xff%o"a"-1', [[0xff], "offset", [97], [255, 255, 255, 255]]],
    ["10x14", [[1], [0x14]]],
  ];
  for (const [text, parts] of known) {
    it(`fillPattern__${text}`, () => assert.deepEqual(bytesOf(text), parts));
  }

  it("fillPattern__a_file_s_bytes", async () => {
    const directory = await makeTestDirectory();
    try {
      const path = join(directory.path, "bytes");
      await writeFile(path, Buffer.alloc(600, 7));
      assert.deepEqual(bytesOf(`'${path}'`), [Array(512).fill(7)]);
    } finally {
      await directory.remove();
    }
  });
});
