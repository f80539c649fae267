import assert from "node:assert/strict";
import { directionsIn, parseIolog, rescaled } from "../../../src/bench/replay/iolog.js";
import { userError } from "../../support/errors.js";

const V2 = [
  "fio version 2 iolog",
  "/dev/sda add",
  "/dev/sda open",
  "/dev/sda write 8192 4096",
  "/dev/sda wait 300 0",
  "/dev/sda sync 0 0",
  "/dev/sda wait 99 0",
  "/dev/sda read 0 512",
  "/dev/sda wait 1000 0",
  "/dev/sda trim 65536 8192",
  "/dev/sda close",
  "",
];

const V3 = [
  "fio version 3 iolog",
  "22 /data add",
  "134 /data open",
  "138 /data read 0 4096",
  "3875 /data write 45056 4096",
  "875395 /data close",
];

/** Of an entry: direction, offset, length, due. */
function operations(entries: Float64Array): number[][] {
  return Array.from({ length: entries.length / 4 }, (_, index) => [
    ...entries.subarray(4 * index, 4 * index + 4),
  ]);
}

describe("parseIolog", () => {
  it("version_2__has_its_times_as_waits_each_from_the_one_before", () => {
    const log = parseIolog(V2.join("\n"), "v2.log");
    assert.deepEqual(operations(log.entries), [
      [1, 8192, 4096, 0],
      // The wait of 99 microseconds is too short to count.
      [0, 0, 512, 300_000],
      [2, 65_536, 8192, 1_300_000],
    ]);
    assert.equal(log.endBytes, 65_536 + 8192);
    assert.equal(log.syncs, 1);
    assert.deepEqual(log.lengths.write, { minBytes: 4096, maxBytes: 4096 });
  });

  it("version_3__has_a_time_with_each_line", () => {
    const log = parseIolog(V3.join("\r\n"), "v3.log");
    assert.deepEqual(operations(log.entries), [
      [0, 0, 4096, 138_000],
      [1, 45_056, 4096, 3_875_000],
    ]);
    assert.deepEqual(directionsIn([log]), { read: true, write: true, trim: false });
  });

  it("rate_of_200_percent__halves_the_times_and_nothing_else", () => {
    const { entries } = rescaled(parseIolog(V3.join("\n"), "v3.log"), 200);
    assert.deepEqual(operations(entries), [
      [0, 0, 4096, 69_000],
      [1, 45_056, 4096, 1_937_500],
    ]);
  });

  const refused: [text: string, why: RegExp][] = [
    ["", /x\.log: it is no log of operations/],
    ["0, 4096, 512\n", /it is no log of operations/],
    ["fio version 2 iolog\n/a add\n", /there is no operation in the log/],
    ["fio version 2 iolog\n/a read 0\n", /x\.log:2: a read has no length/],
    ["fio version 2 iolog\n/a read x 5\n", /x\.log:2: '\/a read x 5' is no line of version 2/],
    ["fio version 2 iolog\n/a read -512 512\n", /is no line of version 2/],
    ["fio version 2 iolog\n/a read 0 99999999999999999999\n", /is no line of version 2/],
    ["fio version 2 iolog\n/a\n", /is no line of version 2/],
    ["fio version 2 iolog\n/a erase 0 512\n", /x\.log:2: 'erase' is no action/],
    ["fio version 2 iolog\n\n/a read 0 512\n/b read 0 512\n", /x\.log:4: .*several files/],
    ["fio version 3 iolog\n/a read 0 512\n", /is no line of version 3/],
    ["fio version 3 iolog\n5 /a wait 1000 0\n", /version 3 has no waits/],
  ];
  for (const [text, why] of refused) {
    it(`refused__${JSON.stringify(text)}`, () => {
      assert.throws(() => parseIolog(text, "x.log"), userError("job_file_invalid", why));
    });
  }
});
