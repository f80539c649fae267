import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import {
  copyFile,
  cp,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  truncate,
} from "node:fs/promises";
import { join } from "node:path";
import { until } from "../support/until.js";
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

  it("made_sync_later__what_is_written_then_survives_SIGKILL", async () => {
    await create("kept", "--durability", "barrier");
    await workspace.json(["volume", "set", "kept", "--durability", "sync"]);
    const bytes = randomBytes(SIZE);
    await write("kept", bytes);
    await end("SIGKILL");
    device = await workspace.serve();
    assert(bytes.equals(await read("kept")));
    const { durability } = await device.client.call("showVolume", { params: { name: "kept" } });
    assert.equal(durability.mode, "sync");
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
    // It believes that the volume is its own.
    await mkdir(workspace.path("d"), { mode: 0o700 });
    const { state_directory } = await device.client.call("showDevice", {});
    await copyFile(
      join(state_directory ?? "", "volumes.json"),
      workspace.path("d", "volumes.json"),
    );
    const state = ["--state-directory", workspace.path("d")];
    const second = await workspace.serve("--name", "second", ...state);
    const onSecond = ["--device", "second"];
    const error = await workspace.failing(["volume", "show", "kept", ...onSecond]);
    assert.equal(error.code, "store_in_use");
    assert.equal(error.exitStatus, 11);
    const flags = ["--durability", "barrier", "--backing", workspace.path("stores")];
    await workspace.json(["volume", "delete", "kept", "--force", ...onSecond]);
    const create2 = ["volume", "create", "kept", "--size", "1MiB", ...onSecond, ...flags];
    assert.equal((await workspace.failing(create2)).code, "store_exists");
    second.child.kill("SIGTERM");
    await second.outcome;
  });

  it("stores_of_two_volumes_swapped__neither_is_served", async () => {
    await create("kept", "--durability", "barrier");
    await create("other", "--durability", "barrier");
    await end("SIGTERM");
    const file = (name: string) => workspace.path("stores", name);
    for (const kind of ["img", "journal"]) {
      await rename(file(`kept.${kind}`), file("aside"));
      await rename(file(`other.${kind}`), file(`kept.${kind}`));
      await rename(file("aside"), file(`other.${kind}`));
    }
    device = await workspace.serve();
    for (const name of ["kept", "other"]) {
      const error = await workspace.failing(["volume", "show", name]);
      assert.equal(error.code, "store_damaged");
      assert.match(error.message, /of another volume/);
    }
  });

  it("a_file_removed_in_use__the_volume_can_only_be_read", async () => {
    await create("kept", "--durability", "barrier");
    const bytes = randomBytes(SIZE);
    await write("kept", bytes);
    await rm(workspace.path("stores", "kept.img"));
    assert.equal((await workspace.failing(["volume", "flush", "kept"])).code, "store_failed");
    const { store } = await device.client.call("showVolume", { params: { name: "kept" } });
    assert.equal(store?.state, "degraded");
    assert.match(store?.failure ?? "", /kept\.img was removed or replaced/);
    assert(bytes.equals(await read("kept")));
  });

  it("an_older_copy_of_the_store__is_refused_unless_accepted", async () => {
    await create("kept", "--durability", "barrier");
    const older = randomBytes(SIZE);
    await write("kept", older);
    await end("SIGTERM");
    await cp(workspace.path("stores"), workspace.path("copy"), { recursive: true });
    device = await workspace.serve();
    await write("kept", randomBytes(SIZE));
    await end("SIGTERM");
    await cp(workspace.path("copy"), workspace.path("stores"), { recursive: true });
    device = await workspace.serve();
    const error = await workspace.failing(["volume", "show", "kept"]);
    assert.equal(error.code, "store_damaged");
    assert.match(error.message, /last epoch is 1, and epoch 2 was known/);
    await end("SIGTERM");
    device = await workspace.serve("--accept-older", "kept");
    assert(older.equals(await read("kept")));
    // Four lives of a device.
  }).timeout(60_000);

  it("damage_to_an_image_in_use__is_found_by_verify_and_scrub_and_mended_in_full", async () => {
    await create("kept", "--durability", "barrier");
    await write("kept", randomBytes(SIZE));
    await workspace.json(["volume", "persist", "kept"]);
    assert.equal((await workspace.run(["volume", "verify", "kept"])).exitStatus, 0);
    const image = await open(workspace.path("stores", "kept.img"), "r+");
    await image.write(Buffer.from("damage"), 0, 6, 300_000);
    await image.close();
    const { exitStatus, stdout, stderr } = await workspace.run([
      ...["volume", "verify", "kept", "--json"],
    ]);
    assert.equal(exitStatus, 8);
    assert.match(stderr, /kept' and its backing store differ/);
    const region = { offset_bytes: 18 * 16_384, length_bytes: 16_384 };
    assert.deepEqual(JSON.parse(stdout.toString()).image, [region]);
    const store = async () =>
      (await device.client.call("showVolume", { params: { name: "kept" } })).store;
    await until("the scrub has found it", async () => (await store())?.state === "damaged");
    assert.equal((await store())?.scrub.damaged_bytes, 16_384);
    await workspace.json(["volume", "persist", "kept", "--full"]);
    assert.equal((await workspace.run(["volume", "verify", "kept"])).exitStatus, 0);
    assert.equal((await store())?.state, "ok");
  });

  it("delete__removes_the_files", async () => {
    await create("kept", "--durability", "barrier");
    const files = await readdir(workspace.path("stores"));
    assert.deepEqual(files.sort(), ["kept.img", "kept.journal"]);
    await workspace.json(["volume", "delete", "kept", "--force"]);
    assert.deepEqual(await readdir(workspace.path("stores")), []);
  });
});
