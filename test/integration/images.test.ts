import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { open, readFile, stat } from "node:fs/promises";
import { Workspace } from "../support/workspace.js";

const MIB = 2 ** 20;

describe("images of volumes of a real device", () => {
  let workspace: Workspace;
  before(async () => {
    workspace = await Workspace.make();
    await workspace.serve();
    for (const name of ["from", "to"]) {
      await workspace.json(["volume", "create", name, "--size", "16MiB"]);
    }
  });
  after(() => workspace.remove());

  /** Two pieces of data, and holes. */
  async function sparseFile(path: string): Promise<void> {
    const file = await open(path, "w");
    await file.truncate(16 * MIB);
    await file.write(randomBytes(MIB), 0, MIB, 3 * MIB);
    await file.write(randomBytes(4096), 0, 4096, 12 * MIB);
    await file.close();
  }

  it("a_sparse_file__comes_through_two_volumes_and_a_pipe_as_it_was", async () => {
    const path = workspace.path("sparse.img");
    await sparseFile(path);
    const bytes = await readFile(path);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    const imported = await workspace.json(["volume", "import", "from", path]);
    const data_bytes = MIB + 4096;
    assert.deepEqual(imported, { volume: "from", bytes: 16 * MIB, data_bytes, sha256 });
    const piped = await workspace.run(["volume", "export", "from", "-"]);
    assert.equal(piped.exitStatus, 0, piped.stderr);
    assert(piped.stdout.equals(bytes));
    assert(piped.stderr.includes(`${sha256}  -`));
    const { exitStatus, stderr } = await workspace.run(["volume", "import", "to", "-"], {
      input: piped.stdout,
    });
    assert.equal(exitStatus, 0, stderr);
    const again = workspace.path("again.img");
    const exported = await workspace.json(["volume", "export", "to", again]);
    assert.deepEqual(exported, { volume: "to", bytes: 16 * MIB, data_bytes, sha256 });
    assert((await readFile(again)).equals(bytes));
    assert((await stat(again)).blocks * 512 < 3 * MIB);
  });

  it("export__with_json_needs_a_file", async () => {
    const error = await workspace.failing(["volume", "export", "from", "-"]);
    assert.equal(error.code, "usage");
  });
});
