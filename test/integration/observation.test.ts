import assert from "node:assert/strict";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import * as z from "zod";
import { type Extent, volumeEvent } from "../../src/control/observation.js";
import { until } from "../support/until.js";
import { type ServedDevice, Workspace } from "../support/workspace.js";

const VOLUME_BYTES = 4 * 2 ** 20;
const REGION_BYTES = 4096;
const ANNOUNCING = ["immediate", "message", "scratch"] as const;
const CHANGING = [...ANNOUNCING, "hash"] as const;

const changes = z.object({ extents: z.array(z.custom<Extent>()), regions: z.int() });

describe("observation of real processes", () => {
  let workspace: Workspace;
  let device: ServedDevice;
  beforeEach(async () => {
    workspace = await Workspace.make();
    const eager = ["--hash-interval", "20ms", "--hash-cpu-percent", "100"];
    device = await workspace.serve("--memory", "64MiB", ...eager);
    await workspace.json([
      ...["volume", "create", "data", "--size", String(VOLUME_BYTES)],
      ...["--region-size", String(REGION_BYTES)],
    ]);
  });
  afterEach(() => workspace.remove());

  async function dirty(...flags: string[]): Promise<Set<number>> {
    const found = changes.parse(await workspace.json(["volume", "dirty", "data", ...flags]));
    const regions = new Set<number>();
    for (const { offset_bytes, length_bytes } of found.extents) {
      const end = (offset_bytes + length_bytes) / REGION_BYTES;
      for (let region = offset_bytes / REGION_BYTES; region < end; region += 1) regions.add(region);
    }
    assert.equal(regions.size, found.regions);
    return regions;
  }

  /** The regions that are zero no more. */
  async function changed(): Promise<number[]> {
    const { stdout } = await workspace.run(["volume", "read", "data"]);
    assert.equal(stdout.length, VOLUME_BYTES);
    const zeros = Buffer.alloc(REGION_BYTES);
    const regions = [...Array(VOLUME_BYTES / REGION_BYTES).keys()];
    return regions.filter((region) => {
      const start = region * REGION_BYTES;
      return !zeros.equals(stdout.subarray(start, start + REGION_BYTES));
    });
  }

  async function write(offset: number, ...flags: string[]): Promise<void> {
    const argv = ["volume", "write", "data", "--offset", String(offset), ...flags];
    const { exitStatus, stderr } = await workspace.run(argv, { input: Buffer.from("something") });
    assert.equal(exitStatus, 0, stderr.toString());
  }

  function sessionsEnded(): Promise<boolean> {
    return until("the sessions have ended", async () => {
      const { sessions } = await device.client.call("showDevice", {});
      return sessions === 0;
    });
  }

  for (const mode of ANNOUNCING) {
    it(`${mode}__what_was_written_is_dirty_when_the_command_returns`, async () => {
      await workspace.json(["volume", "mark", "data", "p"]);
      await write(3 * REGION_BYTES - 1, "--observe", mode, "--wait-observed");
      assert.deepEqual([...(await dirty("--since", "p", "--take"))], [2, 3]);
      assert.deepEqual([...(await dirty("--since", "p"))], []);
      assert.deepEqual([...(await dirty())], [2, 3]);
    });
  }

  it("out_of_band__is_told_through_the_control_api", async () => {
    await write(0, "--observe-via", "control");
    assert.deepEqual([...(await dirty())], [0]);
    await sessionsEnded();
    await dirty();
    const { regions_hashed } = await device.client.call("showStatistics", {
      params: { name: "data" },
      query: {},
    });
    assert.equal(regions_hashed, 0);
  });

  for (const mode of CHANGING) {
    it(`${mode}__a_client_that_is_killed_hides_no_change`, async () => {
      const run = workspace.start([
        ...["bench", "run", "--rw", "randwrite", "--bs", "3000", "--iodepth", "16"],
        ...["--time-based", "--runtime", "60", "--observe", mode, "--size", "2m"],
        ...["--volume", "data", "--allow-overwrite", "--device", device.socket],
      ]);
      await until("the run has written", async () => (await changed()).length > 20);
      run.child.kill("SIGKILL");
      await sessionsEnded();
      const tracked = await dirty();
      const missing = (await changed()).filter((region) => !tracked.has(region));
      assert.deepEqual(missing, []);
    });
  }

  it("minimum__less_is_refused_and_nothing_is_written", async () => {
    await workspace.json([
      ...["volume", "create", "strict", "--size", "64k", "--observe-min", "message"],
    ]);
    const refused = await workspace.failing(
      ["volume", "write", "strict", "--observe", "immediate"],
      { input: Buffer.from("x") },
    );
    assert.equal(refused.code, "observation_required");
    assert.match(refused.message, /message/);
  });

  it("watch__tells_of_operations_while_they_happen", async () => {
    const watch = workspace.start(["volume", "watch", "data"]);
    const lines = createInterface(watch.child.stdout as Readable)[Symbol.asyncIterator]();
    const next = lines.next();
    // Until the device knows of the watch there is nobody to be told.
    let told = false;
    void next.then(() => {
      told = true;
    });
    await until("the watch is told", async () => {
      await write(REGION_BYTES, "--observe", "message");
      return told;
    });
    const event = volumeEvent.parse(JSON.parse((await next).value));
    assert(event.kind === "done");
    assert.deepEqual([event.type, event.offset_bytes, event.bytes], ["write", REGION_BYTES, 9]);
    watch.child.kill("SIGINT");
    assert.equal((await watch.outcome).exitStatus, 0);
  });
});
