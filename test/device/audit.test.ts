import assert from "node:assert/strict";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { AuditLog } from "../../src/device/audit.js";
import { SILENT_LOG } from "../support/device.js";
import { makeTestDirectory, type TestDirectory } from "../support/directory.js";

describe("audit log", () => {
  let directory: TestDirectory;
  let path: string;
  beforeEach(async () => {
    directory = await makeTestDirectory();
    path = join(directory.path, "audit.log");
  });
  afterEach(() => directory.remove());

  const lines = async (file = path) => (await readFile(file, "utf8")).trim().split("\n");

  it("entries__each_a_line_in_order_for_the_owner_alone", async () => {
    const audit = await AuditLog.open({ path, log: SILENT_LOG });
    for (let number = 0; number < 100; number += 1) {
      audit.record({ kind: "decision", who: "a", what: String(number), outcome: "deny" });
    }
    await audit.change({ who: "local", what: "last\nline" });
    const parsed = (await lines()).map((line) => JSON.parse(line));
    assert.equal(parsed.length, 101);
    assert.deepEqual(
      parsed.slice(0, 100).map(({ what }) => Number(what)),
      [...Array(100).keys()],
    );
    assert.equal(parsed.at(-1)?.what, "last\nline");
    assert(!Number.isNaN(Date.parse(parsed[0].at)));
    assert.equal((await stat(path)).mode & 0o777, 0o600);
    await audit.close();
  });

  it("open__goes_on_where_it_was", async () => {
    for (const what of ["one", "two"]) {
      const audit = await AuditLog.open({ path, log: SILENT_LOG });
      await audit.change({ who: "local", what });
      await audit.close();
    }
    assert.equal((await lines()).length, 2);
  });

  it("rotation__keeps_the_youngest_files", async () => {
    const audit = await AuditLog.open({ path, log: SILENT_LOG, fileBytesMax: 400, filesKept: 2 });
    for (let number = 0; number < 30; number += 1) {
      await audit.change({ who: "local", what: `change ${number}` });
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

  it("disk__that_is_full_is_told_with_what_was_lost", async () => {
    const told: { lost: string }[] = [];
    const log = { error: (fields: unknown) => void told.push(fields as { lost: string }) };
    const audit = await AuditLog.open({ path: "/dev/full", log: log as never });
    await audit.change({ who: "local", what: "delete volume" });
    assert.match(told[0]?.lost ?? "", /delete volume/);
    await audit.close();
  });
});
