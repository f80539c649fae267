import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { isListening } from "../../src/control/probe.js";
import {
  processesWith,
  processorSeconds,
  TICK_SECONDS,
  threadSeconds,
} from "../support/processes.js";
import { until } from "../support/until.js";
import { Workspace } from "../support/workspace.js";

describe("memvol device serve with the native addon", () => {
  let workspace: Workspace;
  beforeEach(async () => {
    workspace = await Workspace.make();
  });
  afterEach(() => workspace.remove());

  function serveFails(...argv: string[]) {
    return workspace.failing(["device", "serve", ...argv]);
  }

  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    it(`${signal}__ends_with_status_0_and_leaves_nothing_running`, async () => {
      const device = await workspace.serve("--memory", "4MiB");
      await device.client.call("createVolume", { body: { name: "v", size_bytes: 2 ** 20 } });
      device.child.kill(signal);
      const { exitStatus, stderr } = await device.outcome;
      assert.equal(exitStatus, 0);
      assert.match(stderr, /"msg":"device stopped"/);
      assert(!existsSync(device.socket));
      const kept = ["audit-changes.log", "audit.log", "device.json", "lock"];
      assert.deepEqual((await readdir(workspace.path("dev"))).sort(), kept);
      assert.deepEqual(await processesWith("TMPDIR", workspace.path("tmp")), []);
    });
  }

  it("same_state_directory__second_device_is_refused", async () => {
    await workspace.serve();
    const state = workspace.path("dev");
    const error = await serveFails("--name", "other", "--state-directory", state);
    assert.equal(error.code, "state_directory_in_use");
    assert.equal(error.exitStatus, 11);
    assert(error.message.includes(state));
  });

  it("same_name__second_device_is_refused_and_the_first_goes_on", async () => {
    const { client, socket } = await workspace.serve("--name", "lab");
    const error = await serveFails("--name", "lab", "--state-directory", workspace.path("dev2"));
    assert.equal(error.code, "address_in_use");
    assert.equal(error.exitStatus, 11);
    assert(error.message.includes(socket));
    assert.equal((await client.call("showDevice", {})).name, "lab");
  });

  it("fabric_port_in_use__is_refused_and_its_socket_is_removed", async () => {
    const { port } = await workspace.serve();
    const state = workspace.path("dev2");
    const place = ["--name", "two", "--state-directory", state];
    const error = await serveFails(...place, "--fabric-port", String(port));
    assert.equal(error.code, "address_in_use");
    assert.equal(error.exitStatus, 11);
    assert.match(error.message, new RegExp(`127\\.0\\.0\\.1:${port}`));
    assert.deepEqual(await readdir(workspace.path("run")), ["memvol.sock"]);
  });

  it("socket_of_a_killed_device__is_taken_over_with_its_identity", async () => {
    const first = await workspace.serve();
    const { id } = await first.client.call("showDevice", {});
    first.child.kill("SIGKILL");
    await first.outcome;
    assert(existsSync(first.socket));
    assert(!(await isListening(first.socket)));
    const missing = await workspace.failing(["volume", "list"]);
    assert.equal(missing.code, "device_not_found");
    const dead = await workspace.failing(["volume", "list", "--device", first.socket]);
    assert.equal(dead.code, "device_unreachable");
    const second = await workspace.serve();
    assert.equal(second.socket, first.socket);
    assert.equal((await second.client.call("showDevice", {})).id, id);
  });

  it("several_devices__one_must_be_named", async () => {
    await workspace.serve("--name", "a");
    await workspace.serve("--name", "b", "--state-directory", workspace.path("dev2"));
    const error = await workspace.failing(["volume", "list"]);
    assert.equal(error.code, "device_ambiguous");
    assert.deepEqual(await workspace.json(["volume", "list", "--device", "b"]), []);
  });

  it("served_traffic__idle_takes_no_processor_time_to_speak_of", async () => {
    const device = await workspace.serve("--memory", "4MiB", "--progress-threads", "2");
    const load = ["--rw", "randread", "--size", "1m", "--number-ios", "2000", "--numjobs", "2"];
    await workspace.json(["bench", "run", ...load, "--device", device.socket]);
    const idleSeconds = 3;
    const from = performance.now();
    const before = await processorSeconds(device.pid);
    const enough = () => performance.now() - from >= idleSeconds * 1000;
    await until("the device has been idle for a while", enough);
    const used = (await processorSeconds(device.pid)) - before;
    assert(used <= 0.01 * idleSeconds + TICK_SECONDS, `${used} s of ${idleSeconds} s`);
  });

  it("busy__uses_its_progress_threads_only", async () => {
    const device = await workspace.serve("--memory", "4MiB");
    const load = ["--rw", "randread", "--size", "1m", "--iodepth", "16"];
    const before = await threadSeconds(device.pid);
    const bounds = ["--time-based", "--runtime", "1500ms"];
    await workspace.json(["bench", "run", ...load, ...bounds, "--device", device.socket]);
    const after = await threadSeconds(device.pid);
    const used = [...after].map(([name, seconds]) => ({
      name,
      seconds: seconds - (before.get(name) ?? 0),
    }));
    const total = used.reduce((sum, { seconds }) => sum + seconds, 0);
    const progress = used.filter(({ name }) => name.startsWith("mv-progress-"));
    assert.equal(progress.length, 1);
    const share = (progress[0]?.seconds ?? 0) / total;
    assert(total > 0.3 && share > 0.9, `${share} of ${total} s: ${JSON.stringify(used)}`);
  });
});
