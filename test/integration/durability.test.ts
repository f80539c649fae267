import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdir, readdir, readFile, truncate } from "node:fs/promises";
import { type ServedDevice, Workspace } from "../support/workspace.js";

const SIZE = 2 ** 20;

describe("a volume with a backing store on a real device", () => {
  let workspace: Workspace;
  let device: ServedDevice;
  beforeEach(async () => {
    workspace = await Workspace.make();
    await mkdir(workspace.path("stores"));
    device = await workspace.serve();
  });
  afterEach(() => workspace.remove());

  async function create(name: string, ...flags: string[]): Promise<void> {
    const backing = ["--backing", workspace.path("stores")];
    await workspace.json(["volume", "create", name, "--size", "1MiB", ...backing, ...flags]);
  }

  async function write(name: string, input: Uint8Array): Promise<void> {
    const { exitStatus, stderr } = await workspace.run(["volume", "write", name], { input });
    assert.equal(exitStatus, 0, stderr);
  }

  async function read(name: string): Promise<Buffer> {
    const { exitStatus, stdout, stderr } = await workspace.run(["volume", "read", name]);
    assert.equal(exitStatus, 0, stderr);
    return stdout;
  }

  async function end(signal: "SIGKILL" | "SIGTERM"): Promise<void> {
    device.child.kill(signal);
    await device.outcome;
  }

  it("SIGKILL_after_a_flush__everything_comes_back", async () => {
    await create("kept", "--durability", "barrier");
    const bytes = randomBytes(SIZE);
    await write("kept", bytes);
    const flushed = await workspace.json(["volume", "flush", "kept"]);
    assert.deepEqual(flushed, { volume: "kept", durable_epoch: 1 });
    await end("SIGKILL");
    device = await workspace.serve();
    assert(bytes.equals(await read("kept")));
    const { store } = await device.client.call("showVolume", { params: { name: "kept" } });
    assert.equal(store?.durable_epoch, 1);
  });

  it("SIGKILL_without_a_flush__the_last_flush_comes_back", async () => {
    await create("kept", "--durability", "barrier");
    const flushed = randomBytes(SIZE);
    await write("kept", flushed);
    await workspace.json(["volume", "flush", "kept"]);
    await write("kept", randomBytes(SIZE));
    await end("SIGKILL");
    device = await workspace.serve();
    assert(flushed.equals(await read("kept")));
  });

  it("SIGTERM__persists_all_and_the_image_is_the_volume", async () => {
    await create("kept", "--durability", "barrier");
    const bytes = randomBytes(SIZE);
    await write("kept", bytes);
    await end("SIGTERM");
    assert(bytes.equals(await readFile(workspace.path("stores", "kept.img"))));
    device = await workspace.serve();
    assert(bytes.equals(await read("kept")));
  });

  it("truncated_image__is_reported_and_nothing_of_it_is_served", async () => {
    await create("kept", "--durability", "async", "--interval", "10ms");
    await create("other", "--durability", "barrier");
    await end("SIGTERM");
    await truncate(workspace.path("stores", "kept.img"), SIZE - 4096);
    device = await workspace.serve();
    const error = await workspace.failing(["volume", "show", "kept"]);
    assert.equal(error.code, "store_damaged");
    assert.equal(error.exitStatus, 8);
    assert.match(error.message, /kept.*has 1044480 bytes, not 1048576/);
    assert.deepEqual(await read("other"), Buffer.alloc(SIZE));
  });

  it("two_devices__one_store_is_refused_to_the_second", async () => {
    await create("kept", "--durability", "barrier");
    const second = await workspace.serve(
      "--name",
      "second",
      "--state-directory",
      workspace.path("d"),
    );
    const flags = ["--durability", "barrier", "--backing", workspace.path("stores")];
    const create2 = ["volume", "create", "kept", "--size", "1MiB", "--device", "second", ...flags];
    assert.equal((await workspace.failing(create2)).code, "store_exists");
    second.child.kill("SIGTERM");
    await second.outcome;
  });

  it("delete__removes_the_files", async () => {
    await create("kept", "--durability", "barrier");
    const files = await readdir(workspace.path("stores"));
    assert.deepEqual(files.sort(), ["kept.img", "kept.journal"]);
    await workspace.json(["volume", "delete", "kept", "--force"]);
    assert.deepEqual(await readdir(workspace.path("stores")), []);
  });
});
