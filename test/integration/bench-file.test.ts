/** The file engine: a local file beside a volume, in one run. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { access, readFile, writeFile } from "node:fs/promises";
import { JobRunner } from "../support/job-runner.js";
import { parseResult } from "../support/results.js";
import { Workspace } from "../support/workspace.js";

describe("memvol bench run on a file", () => {
  let workspace: Workspace;
  beforeEach(async () => {
    workspace = await Workspace.make();
  });
  afterEach(() => workspace.remove());

  it("file_and_volume__are_in_one_result_and_the_file_is_gone_afterwards", async () => {
    const path = workspace.path("data");
    const shared = ["[global]", "rw=randrw", "size=256k", "iodepth=4"];
    const local = ["[local]", "ioengine=file", `filename=${path}`];
    const result = await new JobRunner(workspace).run([...shared, "[volume]", ...local]);
    const rows = result.jobs.map(({ jobname, read, write, memvol }) => ({
      jobname,
      engine: memvol.engine,
      operations: read.total_ios + write.total_ios,
    }));
    assert.deepEqual(rows, [
      { jobname: "volume", engine: "fabric", operations: 64 },
      { jobname: "local", engine: "file", operations: 64 },
    ]);
    assert.deepEqual(result.jobs[1]?.memvol.file, { path, direct: false });
    assert.deepEqual(result.memvol.warnings, []);
    await assert.rejects(access(path), { code: "ENOENT" });
  });

  it("file_alone__needs_no_device_and_is_verified", async () => {
    const path = workspace.path("data");
    const lines = ["[j]", "ioengine=file", `filename=${path}`, "rw=randwrite", "size=1m"];
    const result = await new JobRunner(workspace).run([...lines, "iodepth=8", "verify=md5"]);
    assert.equal(result.memvol.device, null);
    assert.equal(result.jobs[0]?.memvol.verify?.errors, 0);
    assert.equal(result.jobs[0]?.memvol.verify?.total_ios, 256);
  });

  it("file_that_is_there__is_read_and_written_only_with_leave", async () => {
    const path = workspace.path("data");
    const content = randomBytes(2 ** 17);
    await writeFile(path, content);
    const common = ["bench", "run", "--ioengine", "file", "--filename", path];
    const read = parseResult(await workspace.json([...common, "--rw", "read"]));
    assert.equal(read.jobs[0]?.read.io_bytes, 2 ** 17);
    const error = await workspace.failing([...common, "--rw", "write"]);
    assert.equal(error.code, "overwrite_not_allowed");
    assert((await readFile(path)).equals(content));
    await workspace.json([...common, "--rw", "write", "--allow-overwrite"]);
    const after = await readFile(path);
    assert(after.length === content.length && !after.equals(content));
  });

  it("file_that_cannot_be_made__is_said_so", async () => {
    const argv = ["bench", "run", "--ioengine", "file", "--filename", workspace.path("no", "data")];
    const error = await workspace.failing([...argv, "--size", "64k"]);
    assert.equal(error.code, "file_unwritable");
    assert.equal(error.exitStatus, 9);
  });
});
