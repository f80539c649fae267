import assert from "node:assert/strict";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pino } from "pino";
import { FakeBinding } from "../../src/binding/fake.js";
import type { Right } from "../../src/binding/native.js";
import { ControlClient } from "../../src/control/client.js";
import { SocketEndpoint } from "../../src/control/transport/socket-endpoint.js";
import type { DeviceConfig } from "../../src/device/config.js";
import { type Daemon, startDaemon } from "../../src/device/daemon.js";
import { attachVolume, DEFAULT_OBSERVATION } from "../../src/volume/attach.js";
import { testConfig } from "../support/device.js";
import { makeTestDirectory, type TestDirectory } from "../support/directory.js";
import { userError } from "../support/errors.js";
import { ticketHalf } from "../support/tickets.js";
import { until } from "../support/until.js";

const SIZE = 65_536;
const KEPT = {
  name: "kept",
  size_bytes: SIZE,
  durability: { mode: "barrier" as const, backing: "/stores" },
};
const OF_KEPT = { params: { name: "kept" } };

describe("durability of a device's volumes", () => {
  let directory: TestDirectory;
  let binding: FakeBinding;
  let daemon: Daemon;
  let client: ControlClient;
  beforeEach(async () => {
    directory = await makeTestDirectory();
    binding = new FakeBinding();
    await start();
  });
  afterEach(async () => {
    await daemon.stop();
    await directory.remove();
  });

  async function start(overrides: Partial<DeviceConfig> = {}): Promise<void> {
    const config = testConfig(directory.path, overrides);
    const log = pino({ level: "silent" });
    daemon = await startDaemon({ config, binding, log, version: "0.0.0" });
    client = new ControlClient(new SocketEndpoint(daemon.socketPath));
  }

  async function restart(): Promise<void> {
    await daemon.stop();
    await start();
  }

  function attach(rights: Right[], observation = DEFAULT_OBSERVATION) {
    return attachVolume(client, binding, "kept", rights, { offsetBytes: 0, observation });
  }

  async function write(text: string): Promise<void> {
    const { session } = await attach(["write"]);
    await session.write(0, Buffer.from(text));
    await session.close();
  }

  async function read(length: number): Promise<string> {
    const { session } = await attach(["read"]);
    const bytes = Buffer.alloc(length);
    await session.read(0, bytes);
    await session.close();
    return bytes.toString();
  }

  it("backed_volume__comes_back_with_its_properties_and_its_bytes", async () => {
    const { volume } = await client.call("createVolume", { body: KEPT });
    await client.call("changeVolume", { ...OF_KEPT, body: { label: "mine" } });
    await client.call("createVolume", { body: { name: "lost", size_bytes: SIZE } });
    await write("hello");
    await restart();
    const shown = await client.call("showVolume", OF_KEPT);
    assert.deepEqual(shown, { ...volume, label: "mine", store: shown.store });
    assert.equal(shown.store?.state, "ok");
    assert.equal(await read(5), "hello");
    const names = (await client.call("listVolumes", {})).map(({ name }) => name);
    assert.deepEqual(names, ["kept"]);
  });

  it("flush__answers_with_the_epoch_that_has_it_all", async () => {
    await client.call("createVolume", { body: KEPT });
    await write("a");
    assert.equal((await client.call("showVolume", OF_KEPT)).store?.dirty_bytes, SIZE);
    const flushed = await client.call("flushVolume", OF_KEPT);
    assert.deepEqual(flushed, { volume: "kept", durable_epoch: 1 });
    const { store } = await client.call("showVolume", OF_KEPT);
    assert.equal(store?.dirty_bytes, 0);
    assert.equal(store?.durable_epoch, 1);
  });

  it("flush__of_a_volatile_volume_says_that_it_is_one", async () => {
    await client.call("createVolume", { body: { name: "v", size_bytes: SIZE } });
    await assert.rejects(
      client.call("flushVolume", { params: { name: "v" } }),
      userError("volume_volatile", /'v' has no backing store/),
    );
  });

  it("create__demands_a_store_for_durability_and_durability_for_a_store", async () => {
    for (const durability of [
      { mode: "async" as const },
      { mode: "volatile" as const, backing: "/stores" },
    ]) {
      await assert.rejects(
        client.call("createVolume", { body: { ...KEPT, durability } }),
        userError("usage", /backing store/),
      );
    }
  });

  it("create__a_backed_volume_is_observed_by_hash_at_least", async () => {
    const observe = { default: "none" as const, minimum: "none" as const };
    const { volume } = await client.call("createVolume", { body: { ...KEPT, observe } });
    assert.deepEqual(volume.observe, { default: "hash", minimum: "hash" });
    await assert.rejects(
      attach(["write"], { ...DEFAULT_OBSERVATION, observe: "none" }),
      userError("observation_required"),
    );
  });

  it("sync__writers_wait_whether_they_ask_or_not_and_are_told_of_at_least_by_immediates", async () => {
    const durability = { ...KEPT.durability, mode: "sync" as const };
    const { volume } = await client.call("createVolume", { body: { ...KEPT, durability } });
    assert.equal(volume.observe.minimum, "immediate");
    await assert.rejects(
      attach(["write"], { ...DEFAULT_OBSERVATION, observe: "hash" }),
      userError("observation_required"),
    );
    const waits = async (rights: Right[]) => {
      const { session_id } = await client.call("attachVolume", {
        ...OF_KEPT,
        body: { client: "test", rights, ticket_half: ticketHalf() },
      });
      return binding.grantOf(session_id)?.waitObserved;
    };
    assert.equal(await waits(["read", "write"]), true);
    assert.equal(await waits(["read"]), false);
  });

  it("becoming_sync__those_who_may_write_attach_anew_and_wait_from_then_on", async () => {
    const { volume } = await client.call("createVolume", { body: KEPT });
    const writer = await attach(["read", "write"]);
    const reader = await attach(["read"]);
    const ticket = await client.call("attachVolume", {
      ...OF_KEPT,
      body: { client: "test", rights: ["write"], ticket_half: ticketHalf() },
    });
    const change = { mode: "sync" as const };
    const changed = await client.call("changeDurability", { ...OF_KEPT, body: change });
    assert.equal(changed.sessions_ended, 2);
    assert.deepEqual(changed.volume.durability, { ...volume.durability, mode: "sync" });
    assert.deepEqual(changed.volume.observe, { default: "immediate", minimum: "immediate" });
    assert.equal(binding.modeOf(volume.id), "sync");
    await assert.rejects(writer.session.write(0, Buffer.from("b")), /became sync: attach anew/);
    assert.equal(binding.grantOf(ticket.session_id), undefined);
    await reader.session.read(0, Buffer.alloc(1));
    const { session_id } = await client.call("attachVolume", {
      ...OF_KEPT,
      body: { client: "test", rights: ["write"], ticket_half: ticketHalf() },
    });
    assert.equal(binding.grantOf(session_id)?.waitObserved, true);
  });

  it("another_interval__ends_nobody_and_outlives_the_device", async () => {
    const { volume } = await client.call("createVolume", { body: KEPT });
    const { session } = await attach(["write"]);
    const body = { mode: "async" as const, interval_ms: 7, dirty_bytes_max: 4096 };
    const { sessions_ended } = await client.call("changeDurability", { ...OF_KEPT, body });
    assert.equal(sessions_ended, 0);
    await session.write(0, Buffer.from("a"));
    await session.close();
    assert.equal(binding.modeOf(volume.id), "async");
    await restart();
    const { durability } = await client.call("showVolume", OF_KEPT);
    assert.deepEqual(durability, { ...body, backing: "/stores" });
    await client.call("changeDurability", { ...OF_KEPT, body: { interval_ms: 9 } });
    const after = (await client.call("showVolume", OF_KEPT)).durability;
    assert.deepEqual(after, { ...body, interval_ms: 9, backing: "/stores" });
  });

  it("another_mode__of_a_volatile_volume_is_refused", async () => {
    await client.call("createVolume", { body: { name: "v", size_bytes: SIZE } });
    await assert.rejects(
      client.call("changeDurability", { params: { name: "v" }, body: { mode: "sync" } }),
      userError("volume_volatile"),
    );
  });

  it("another_mode__that_cannot_be_written_down_is_none", async () => {
    const { volume } = await client.call("createVolume", { body: KEPT });
    const list = join(directory.path, "state", "volumes.json.new");
    await mkdir(list);
    await assert.rejects(
      client.call("changeDurability", { ...OF_KEPT, body: { mode: "async" } }),
      userError("file_unwritable"),
    );
    await rm(list, { recursive: true });
    assert.equal(binding.modeOf(volume.id), "barrier");
    assert.equal((await client.call("showVolume", OF_KEPT)).durability.mode, "barrier");
  });

  it("what_a_stop_would_take__is_told_before", async () => {
    assert.equal((await client.call("showDevice", {})).persist_seconds, 0);
    await client.call("createVolume", { body: KEPT });
    await write("a");
    const { store } = await client.call("showVolume", OF_KEPT);
    assert.equal(store?.persist_seconds, SIZE / 1e9);
    assert.equal((await client.call("showDevice", {})).persist_seconds, SIZE / 1e9);
  });

  it("create__over_files_that_are_there_is_refused", async () => {
    await client.call("createVolume", { body: KEPT });
    await daemon.stop();
    await writeFile(join(directory.path, "state", "volumes.json"), '{"volumes":[]}');
    await start();
    await assert.rejects(client.call("createVolume", { body: KEPT }), userError("store_exists"));
    assert.deepEqual(await client.call("listVolumes", {}), []);
    assert.equal((await client.call("showDevice", {})).free_bytes, 64 * 2 ** 20);
  });

  it("delete__forgets_the_volume_and_its_store", async () => {
    await client.call("createVolume", { body: KEPT });
    await client.call("deleteVolume", { ...OF_KEPT, query: {} });
    const kept = await readFile(join(directory.path, "state", "volumes.json"), "utf8");
    assert.deepEqual(JSON.parse(kept), { volumes: [] });
    assert.equal((await client.call("createVolume", { body: KEPT })).created, true);
  });

  it("a_store_that_is_gone__keeps_its_volume_away_and_no_other", async () => {
    await client.call("createVolume", { body: KEPT });
    await client.call("createVolume", { body: { ...KEPT, name: "other" } });
    await daemon.stop();
    binding.stores.lose("/stores/kept");
    await start();
    const why = userError("store_missing", /'kept' did not come back/);
    await assert.rejects(client.call("showVolume", OF_KEPT), why);
    await assert.rejects(client.call("createVolume", { body: KEPT }), why);
    assert.equal((await client.call("showDevice", {})).health, "degraded");
    const names = (await client.call("listVolumes", {})).map(({ name }) => name);
    assert.deepEqual(names, ["other"]);
    // It is not forgotten until somebody says so.
    await restart();
    await assert.rejects(client.call("showVolume", OF_KEPT), why);
    await client.call("deleteVolume", { ...OF_KEPT, query: { force: "true" } });
    await assert.rejects(client.call("showVolume", OF_KEPT), userError("volume_not_found"));
    assert.equal((await client.call("showDevice", {})).health, "ok");
  });

  it("an_older_store__is_refused_until_somebody_accepts_it", async () => {
    await client.call("createVolume", { body: KEPT });
    await write("a");
    await daemon.stop();
    binding.stores.rewind("/stores/kept");
    await start();
    await assert.rejects(client.call("showVolume", OF_KEPT), userError("store_damaged", /older/));
    await daemon.stop();
    await start({ acceptOlder: "kept" });
    assert.equal((await client.call("showVolume", OF_KEPT)).store?.durable_epoch, 0);
    await restart();
    assert.equal((await client.call("showVolume", OF_KEPT)).store?.state, "ok");
  });

  it("a_store_that_fails__leaves_a_volume_that_can_only_be_read", async () => {
    const { volume } = await client.call("createVolume", { body: KEPT });
    await write("a");
    await client.call("flushVolume", OF_KEPT);
    const writer = await attach(["read", "write"]);
    const reader = await attach(["read"]);
    binding.failStore(volume.id, "fdatasync: Input/output error");
    await until("the writer's session has ended", async () => {
      const sessions = await client.call("listSessions", {});
      return sessions.every(({ rights }) => !rights.includes("write"));
    });
    await assert.rejects(writer.session.write(0, Buffer.from("b")));
    await reader.session.read(0, Buffer.alloc(1));
    await assert.rejects(
      attach(["write"]),
      userError("volume_degraded", /only be read.*Input\/output error/),
    );
    await assert.rejects(client.call("flushVolume", OF_KEPT), userError("store_failed"));
    const { store } = await client.call("showVolume", OF_KEPT);
    assert.equal(store?.state, "degraded");
    assert.equal(store?.failure, "fdatasync: Input/output error");
    assert.equal((await client.call("showDevice", {})).health, "degraded");
    assert.equal(await read(1), "a");
  });

  it("a_store_that_hangs__is_told_of_and_all_but_durability_goes_on", async () => {
    const { volume } = await client.call("createVolume", { body: KEPT });
    binding.stallStore(volume.id, "a sync of /stores/kept.journal has not returned for 31 s");
    await write("a");
    assert.equal(await read(1), "a");
    await assert.rejects(client.call("flushVolume", OF_KEPT), userError("store_stalled"));
    const { store } = await client.call("showVolume", OF_KEPT);
    assert.equal(store?.state, "stalled");
    assert.match(store?.stall ?? "", /has not returned for 31 s/);
    assert.equal((await client.call("showDevice", {})).health, "degraded");
    binding.stallStore(volume.id, undefined);
    assert.equal((await client.call("flushVolume", OF_KEPT)).durable_epoch, 1);
    assert.equal((await client.call("showVolume", OF_KEPT)).store?.state, "ok");
    assert.equal((await client.call("showDevice", {})).health, "ok");
  });

  it("a_damaged_store__is_found_by_verifying_and_mended_in_full", async () => {
    await client.call("createVolume", { body: KEPT });
    await write("a");
    const whole = { volume: "kept", bytes_compared: SIZE, image: [], memory: [] };
    assert.deepEqual(await client.call("verifyVolume", OF_KEPT), whole);
    binding.stores.damage("/stores/kept");
    const { image, memory } = await client.call("verifyVolume", OF_KEPT);
    assert.deepEqual(image, [{ offset_bytes: 0, length_bytes: SIZE }]);
    assert.deepEqual(memory, []);
    assert.equal((await client.call("showVolume", OF_KEPT)).store?.state, "damaged");
    assert.equal((await client.call("showDevice", {})).health, "degraded");
    await client.call("persistVolume", { ...OF_KEPT, body: {} });
    assert.equal((await client.call("showVolume", OF_KEPT)).store?.state, "damaged");
    const persisted = await client.call("persistVolume", { ...OF_KEPT, body: { full: true } });
    assert.deepEqual(persisted, { volume: "kept", durable_epoch: 1 });
    assert.deepEqual(await client.call("verifyVolume", OF_KEPT), whole);
    assert.equal((await client.call("showVolume", OF_KEPT)).store?.state, "ok");
  });

  it("verify_and_persist__of_a_volatile_volume_say_that_it_is_one", async () => {
    await client.call("createVolume", { body: { name: "v", size_bytes: SIZE } });
    const params = { name: "v" };
    await assert.rejects(client.call("verifyVolume", { params }), userError("volume_volatile"));
    const persist = client.call("persistVolume", { params, body: { full: true } });
    await assert.rejects(persist, userError("volume_volatile"));
  });

  it("on_battery__every_backed_volume_is_persisted_at_once", async () => {
    await client.call("createVolume", { body: KEPT });
    await client.call("createVolume", { body: { name: "v", size_bytes: SIZE } });
    await write("a");
    const epoch = async () => (await client.call("showVolume", OF_KEPT)).store?.durable_epoch;
    assert.equal(await epoch(), 0);
    await client.call("setPower", { body: { condition: "battery" } });
    await until("the volume is persisted", async () => (await epoch()) === 1);
    await write("b");
    await client.call("setPower", { body: { condition: "battery-low" } });
    await until("it is persisted again", async () => (await epoch()) === 2);
    await write("c");
    await client.call("setPower", { body: { condition: "mains" } });
    assert.equal(await epoch(), 2);
  });

  it("a_damaged_list_of_volumes__keeps_the_device_from_starting", async () => {
    await daemon.stop();
    await writeFile(join(directory.path, "state", "volumes.json"), "{");
    await assert.rejects(start(), userError("file_unreadable", /volumes\.json/));
  });
});
