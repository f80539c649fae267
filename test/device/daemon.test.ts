import assert from "node:assert/strict";
import { chmod, mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { FakeBinding } from "../../src/binding/fake.js";
import { nativeError } from "../../src/binding/fake-error.js";
import { ControlClient } from "../../src/control/client.js";
import { isListening } from "../../src/control/probe.js";
import { SocketEndpoint } from "../../src/control/transport/socket-endpoint.js";
import { startDaemon } from "../../src/device/daemon.js";
import { SILENT_LOG, testConfig } from "../support/device.js";
import { makeTestDirectory, type TestDirectory } from "../support/directory.js";
import { userError } from "../support/errors.js";
import { leaveStaleSocket } from "../support/stale-socket.js";

describe("daemon", () => {
  let directory: TestDirectory;
  let binding: FakeBinding;
  beforeEach(async () => {
    directory = await makeTestDirectory();
    binding = new FakeBinding();
  });
  afterEach(() => directory.remove());

  const start = (overrides = {}) =>
    startDaemon({
      config: testConfig(directory.path, overrides),
      binding,
      log: SILENT_LOG,
      version: "1.2.3",
    });

  it("start__device_answers_with_its_description", async () => {
    const daemon = await start();
    const device = await new ControlClient(new SocketEndpoint(daemon.socketPath)).call(
      "showDevice",
      {},
    );
    assert.deepEqual(device, daemon.describe());
    assert.equal(device.name, "test");
    assert.equal(device.version, "1.2.3");
    assert.equal(device.capacity_bytes, device.free_bytes);
    assert.equal(device.pid, process.pid);
    await daemon.stop();
  });

  it("start__id_stays_over_restarts", async () => {
    const first = await start();
    const { id } = first.describe();
    await first.stop();
    const second = await start();
    assert.equal(second.describe().id, id);
    await second.stop();
    const state = join(directory.path, "state");
    assert.equal((await stat(state)).mode & 0o777, 0o700);
    assert.deepEqual(JSON.parse(await readFile(join(state, "device.json"), "utf8")), { id });
  });

  it("stop__closes_the_fabric_and_removes_the_socket_once", async () => {
    const daemon = await start();
    assert.equal(binding.openDevices, 1);
    const stopping = daemon.stop();
    assert.equal(daemon.stop(), stopping);
    await stopping;
    assert.equal(binding.openDevices, 0);
    await assert.rejects(stat(daemon.socketPath), { code: "ENOENT" });
  });

  it("start__second_device_on_a_state_directory_is_refused", async () => {
    const daemon = await start();
    const socketPath = join(directory.path, "run", "other.sock");
    const says = /state directory .*state/;
    await assert.rejects(start({ socketPath }), userError("state_directory_in_use", says));
    await daemon.stop();
  });

  it("start__second_device_on_a_socket_is_refused_and_first_goes_on", async () => {
    const daemon = await start();
    const stateDirectory = join(directory.path, "other");
    const says = /test\.sock is taken: a device listens/;
    await assert.rejects(start({ stateDirectory }), userError("address_in_use", says));
    assert(await isListening(daemon.socketPath));
    await daemon.stop();
  });

  it("start__socket_of_a_killed_device_is_replaced", async () => {
    const { socketPath } = testConfig(directory.path);
    await mkdir(dirname(socketPath), { mode: 0o700 });
    await leaveStaleSocket(socketPath);
    assert.equal(await isListening(socketPath), false);
    const daemon = await start();
    assert(await isListening(socketPath));
    await daemon.stop();
  });

  it("start__file_in_the_sockets_place_is_kept", async () => {
    const { socketPath } = testConfig(directory.path);
    await mkdir(dirname(socketPath), { mode: 0o700 });
    await writeFile(socketPath, "precious");
    await assert.rejects(start(), userError("address_in_use", /another kind/));
    assert.equal(await readFile(socketPath, "utf8"), "precious");
  });

  it("start__directory_that_others_may_enter_is_refused", async () => {
    const open = join(directory.path, "open");
    await mkdir(open);
    await chmod(open, 0o755);
    const says = /open is not safe to use: others may enter/;
    const socketPath = join(open, "x.sock");
    await assert.rejects(start({ stateDirectory: open }), userError("config_invalid", says));
    await assert.rejects(start({ socketPath }), userError("config_invalid", says));
  });

  it("start__too_long_a_socket_path_is_refused", async () => {
    const socketPath = join(directory.path, `${"x".repeat(108)}.sock`);
    await assert.rejects(start({ socketPath }), userError("config_invalid", /longer than 107/));
  });

  it("start__damaged_identity_is_refused", async () => {
    const { stateDirectory } = testConfig(directory.path);
    await mkdir(stateDirectory, { mode: 0o700 });
    await writeFile(join(stateDirectory, "device.json"), "{}");
    await assert.rejects(start(), userError("file_unreadable", /device\.json/));
  });

  it("start__failure_of_the_fabric_releases_everything", async () => {
    const failure = nativeError("fabric_unavailable", "fi_getinfo", 61, "no such provider");
    binding.failNext("openDevice", failure);
    await assert.rejects(start(), userError("fabric_unavailable", /no such provider/));
    const daemon = await start();
    await daemon.stop();
  });
});
