import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runtimeDirectory } from "../../src/control/runtime-directory.js";
import { configPath, configuration } from "../../src/discovery/configured.js";
import { discoverDevices } from "../../src/discovery/discover.js";
import { localDevices } from "../../src/discovery/local.js";
import { resolveDevice } from "../../src/discovery/resolve.js";
import { startTestDevice, type TestDevice } from "../support/device.js";
import { makeTestDirectory, type TestDirectory } from "../support/directory.js";
import { userError } from "../support/errors.js";
import { leaveStaleSocket } from "../support/stale-socket.js";

describe("discovery with one device", () => {
  let device: TestDevice;
  let config: string;
  let stale: string;
  before(async () => {
    device = await startTestDevice();
    config = join(device.env.MEMVOL_RUNTIME_DIR, "config.yaml");
    stale = join(device.env.MEMVOL_RUNTIME_DIR, "killed.sock");
    await leaveStaleSocket(stale);
  });
  after(() => device.stop());

  async function envWith(devices: string): Promise<NodeJS.ProcessEnv> {
    await writeFile(config, devices);
    return { ...device.env, MEMVOL_CONFIG: config };
  }

  it("local_devices__are_the_sockets_by_name", async () => {
    const socket = device.config.socketPath;
    assert.deepEqual(await localDevices(device.env), [
      { name: "killed", socket: stale, source: "local" },
      { name: "test", socket, source: "local" },
    ]);
  });

  it("discover__shows_the_reachable_and_the_unreachable", async () => {
    const socket = device.config.socketPath;
    const env = await envWith(
      `devices: [{name: far, socket: /nowhere/far.sock}, {name: again, socket: ${socket}}]`,
    );
    const { devices } = await discoverDevices(env, null);
    const [killed, test, far, ...others] = devices;
    assert.equal(others.length, 0, "a socket that is known twice is shown once");
    assert(killed && !killed.reachable);
    assert.match(killed.reason, /nothing listens/);
    assert(test?.reachable);
    assert.deepEqual(test.device, device.daemon.describe());
    assert(far && !far.reachable);
    assert.equal(far.source, "configured");
  });

  it("resolve__without_a_selector_is_the_only_one_that_runs", async () => {
    assert.equal((await resolveDevice(undefined, device.env)).place, device.config.socketPath);
  });

  it("resolve__name_and_path", async () => {
    const env = await envWith("devices: [{name: far, socket: /nowhere/far.sock}]");
    const places = ["test", "far", "/any/path.sock"].map((name) => resolveDevice(name, env));
    assert.deepEqual(
      (await Promise.all(places)).map(({ place }) => place),
      [device.config.socketPath, "/nowhere/far.sock", "/any/path.sock"],
    );
  });

  it("resolve__unknown_name_lists_the_known", async () => {
    const known = /no device 'none'; known are: killed, test/;
    await assert.rejects(resolveDevice("none", device.env), userError("device_not_found", known));
  });

  it("resolve__same_name_twice_is_ambiguous", async () => {
    const env = await envWith("devices: [{name: test, socket: /nowhere/test.sock}]");
    await assert.rejects(resolveDevice("test", env), userError("device_ambiguous", /'test'/));
  });

  it("resolve__several_running_are_ambiguous", async () => {
    const socketPath = join(device.env.MEMVOL_RUNTIME_DIR, "second.sock");
    const second = await startTestDevice({ socketPath, name: "second" });
    const listed = /Several devices run here: second, test/;
    await assert.rejects(
      resolveDevice(undefined, device.env),
      userError("device_ambiguous", listed),
    );
    await second.stop();
  });

  const BAD_CONFIGS = ["devices: [{name: x}]", "devices: [{name: x, socket: rel.sock}]", "a: ["];
  for (const text of BAD_CONFIGS) {
    it(`configured_devices__'${text}'_is_refused`, async () => {
      const env = await envWith(text);
      await assert.rejects(configuration(env), userError("config_invalid", /config\.yaml/));
    });
  }
});

describe("discovery without a device", () => {
  let directory: TestDirectory;
  let env: NodeJS.ProcessEnv;
  before(async () => {
    directory = await makeTestDirectory();
    env = { MEMVOL_RUNTIME_DIR: join(directory.path, "run"), XDG_CONFIG_HOME: directory.path };
  });
  after(() => directory.remove());

  it("resolve__nothing_runs_says_how_to_start_one", async () => {
    await assert.rejects(resolveDevice(undefined, env), (error) => {
      assert(userError("device_not_found", /No device runs/)(error));
      assert.match(JSON.stringify(error), /memvol device serve/);
      return true;
    });
    assert.deepEqual(await discoverDevices(env, null), { devices: [], notes: [] });
  });

  it("local_devices__in_a_directory_open_to_others_are_refused", async () => {
    const open = join(directory.path, "open");
    await mkdir(open, { mode: 0o755 });
    const answer = localDevices({ MEMVOL_RUNTIME_DIR: open });
    await assert.rejects(answer, userError("config_invalid", /others may enter/));
  });

  it("configured_devices__missing_file_matters_only_when_named", async () => {
    assert.deepEqual(await configuration(env), { devices: [], domains: [], workers: [] });
    const named = { ...env, MEMVOL_CONFIG: join(directory.path, "none.yaml") };
    await assert.rejects(configuration(named), userError("file_unreadable", /none\.yaml/));
  });

  it("paths__follow_the_environment", () => {
    assert.equal(runtimeDirectory({ MEMVOL_RUNTIME_DIR: "/a", XDG_RUNTIME_DIR: "/b" }, 5), "/a");
    assert.equal(runtimeDirectory({ XDG_RUNTIME_DIR: "/b" }, 5), "/b/memvol");
    assert.equal(runtimeDirectory({}, 0), "/run/memvol");
    assert.equal(runtimeDirectory({}, 5), "/tmp/memvol-5");
    assert.equal(configPath({ MEMVOL_CONFIG: "/c.yaml", XDG_CONFIG_HOME: "/x" }), "/c.yaml");
    assert.equal(configPath({ XDG_CONFIG_HOME: "/x" }), "/x/memvol/config.yaml");
  });
});
