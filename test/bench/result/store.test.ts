import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { lstat, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { documentsDirectory, saveResult, writeResult } from "../../../src/bench/result/store.js";
import { UserError } from "../../../src/errors.js";
import { nativeThread, sampleResult } from "./native-results.js";

function isUnwritable(path: string, reason: RegExp) {
  return (error: unknown) =>
    error instanceof UserError &&
    error.code === "file_unwritable" &&
    error.message.includes(path) &&
    reason.test(error.message);
}

describe("result store", () => {
  const result = sampleResult([nativeThread([1000])]);
  let directory: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "memvol-store-"));
  });

  afterEach(async () => {
    await rm(directory, { recursive: true });
  });

  it("documentsDirectory__follows_xdg_state_home", () => {
    assert.equal(
      documentsDirectory("results", { XDG_STATE_HOME: "/state" }, "/home/a"),
      "/state/memvol/results",
    );
  });

  it("documentsDirectory__defaults_below_home", () => {
    const expected = "/home/a/.local/state/memvol/results";
    assert.equal(documentsDirectory("results", {}, "/home/a"), expected);
    assert.equal(documentsDirectory("results", { XDG_STATE_HOME: "" }, "/home/a"), expected);
  });

  it("saveResult__makes_the_directory_and_names_the_file_by_id", async () => {
    const path = await saveResult(result, join(directory, "a", "b"));
    assert.equal(path, join(directory, "a", "b", "0197-run.json"));
    assert.deepEqual(JSON.parse(await readFile(path, "utf8")), result);
    assert.deepEqual(await readdir(join(directory, "a", "b")), ["0197-run.json"]);
  });

  it("saveResult__names_path_and_cause_where_the_directory_cannot_be", async () => {
    const file = join(directory, "file");
    await writeFile(file, "");
    const path = join(file, "results", "0197-run.json");
    await assert.rejects(saveResult(result, join(file, "results")), isUnwritable(path, /ENOTDIR/));
  });

  it("writeResult__replaces_what_was_there", async () => {
    const path = join(directory, "result.json");
    await writeFile(path, "old");
    await writeResult(result, path);
    assert.deepEqual(JSON.parse(await readFile(path, "utf8")), result);
  });

  it("writeResult__keeps_a_symbolic_link", async () => {
    const target = join(directory, "target.json");
    const link = join(directory, "link.json");
    await writeFile(target, "old");
    await symlink(target, link);
    await writeResult(result, link);
    assert.ok((await lstat(link)).isSymbolicLink());
    assert.deepEqual(JSON.parse(await readFile(target, "utf8")), result);
  });

  it("writeResult__leaves_special_files_in_place_and_reports_a_full_disk", async () => {
    // The pipe comes first: were it replaced by a file, so would be the system's device below.
    const pipe = join(directory, "pipe");
    await promisify(execFile)("mkfifo", [pipe]);
    const [text] = await Promise.all([readFile(pipe, "utf8"), writeResult(result, pipe)]);
    assert.deepEqual(JSON.parse(text), result);
    assert.ok((await stat(pipe)).isFIFO());

    await assert.rejects(writeResult(result, "/dev/full"), isUnwritable("/dev/full", /ENOSPC/));
    assert.ok((await stat("/dev/full")).isCharacterDevice());
  });

  it("writeResult__leaves_nothing_behind_on_failure", async () => {
    await assert.rejects(writeResult(result, directory), isUnwritable(directory, /EISDIR/));
    const missing = join(directory, "missing", "result.json");
    await assert.rejects(writeResult(result, missing), isUnwritable(missing, /ENOENT/));
    assert.deepEqual(await readdir(directory), []);
  });
});
