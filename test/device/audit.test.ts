import assert from "node:assert/strict";
import { mkdir, readdir, readFile, rename, stat } from "node:fs/promises";
import { join } from "node:path";
import { AuditFile } from "../../src/device/audit-file.js";
import { SILENT_LOG } from "../support/device.js";
import { makeTestDirectory, type TestDirectory } from "../support/directory.js";

describe("audit file", () => {
  let directory: TestDirectory;
  let path: string;
  beforeEach(async () => {
    directory = await makeTestDirectory();
    path = join(directory.path, "audit.log");
  });
  afterEach(() => directory.remove());

  const lines = async (file = path) => (await readFile(file, "utf8")).trim().split("\n");

  it("entries__each_a_line_in_order_for_the_owner_alone", async () => {
    const audit = await AuditFile.open({ path, log: SILENT_LOG });
    for (let number = 0; number < 100; number += 1) {
      audit.add(`${JSON.stringify({ what: String(number) })}\n`);
    }
    await audit.addDurably(`${JSON.stringify({ what: "last\nline" })}\n`);
    const parsed = (await lines()).map((line) => JSON.parse(line));
    assert.equal(parsed.length, 101);
    assert.deepEqual(
      parsed.slice(0, 100).map(({ what }) => Number(what)),
      [...Array(100).keys()],
    );
    assert.equal(parsed.at(-1)?.what, "last\nline");
    assert.equal((await stat(path)).mode & 0o777, 0o600);
    await audit.close();
  });

  it("open__goes_on_where_it_was", async () => {
    for (const what of ["one", "two"]) {
      const audit = await AuditFile.open({ path, log: SILENT_LOG });
      await audit.addDurably(`${what}\n`);
      await audit.close();
    }
    assert.equal((await lines()).length, 2);
  });

  it("rotation__keeps_the_youngest_files", async () => {
    const audit = await AuditFile.open({ path, log: SILENT_LOG, fileBytesMax: 400, filesKept: 2 });
    for (let number = 0; number < 30; number += 1) {
      await audit.addDurably(`${JSON.stringify({ what: `change ${number}` }).padEnd(100)}\n`);
    }
    await audit.close();
    assert.deepEqual((await readdir(directory.path)).sort(), [
      "audit.log",
      "audit.log.1",
      "audit.log.2",
    ]);
    const kept = [...(await lines(`${path}.2`)), ...(await lines(`${path}.1`)), ...(await lines())];
    const numbers = kept.map((line) => Number(JSON.parse(line).what.slice("change ".length)));
    const first = numbers[0] ?? 0;
    assert.deepEqual(
      numbers,
      Array.from({ length: 30 - first }, (_, index) => first + index),
    );
    for (const file of [path, `${path}.1`, `${path}.2`]) assert((await stat(file)).size <= 400);
  });

  it("rotation__of_a_file_that_somebody_moved_loses_nothing", async () => {
    const audit = await AuditFile.open({ path, log: SILENT_LOG, fileBytesMax: 30, filesKept: 9 });
    await audit.addDurably(`${"a".repeat(20)}\n`);
    await rename(path, join(directory.path, "elsewhere"));
    for (const letter of "bcd") await audit.addDurably(`${letter.repeat(20)}\n`);
    await audit.close();
    const kept = await Promise.all([`${path}.2`, `${path}.1`, path].map((file) => lines(file)));
    assert.deepEqual(
      kept.flat().map((line) => line[0]),
      ["b", "c", "d"],
    );
  });

  it("rotation__that_fails_lets_the_file_grow", async () => {
    const complaints: unknown[] = [];
    const log = { error: (fields: unknown) => void complaints.push(fields) };
    await mkdir(`${path}.next`);
    const audit = await AuditFile.open({ path, log: log as never, fileBytesMax: 30, filesKept: 2 });
    for (const letter of "abc") await audit.addDurably(`${letter.repeat(20)}\n`);
    await audit.close();
    assert.equal((await lines()).length, 3);
    assert.equal(complaints.length, 2);
  });

  it("disk__that_is_full_is_told_with_what_was_lost", async () => {
    const told: { lost: string }[] = [];
    const log = { error: (fields: unknown) => void told.push(fields as { lost: string }) };
    const audit = await AuditFile.open({ path: "/dev/full", log: log as never });
    await audit.addDurably("delete volume\n");
    assert.match(told[0]?.lost ?? "", /delete volume/);
    await audit.close();
  });
});
