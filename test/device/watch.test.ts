import assert from "node:assert/strict";
import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { NativeSession } from "../../src/binding/native.js";
import { type VolumeEvent, volumeEvent } from "../../src/control/observation.js";
import { attachVolume } from "../../src/volume/attach.js";
import { startTestDevice, type TestDevice } from "../support/device.js";
import { userError } from "../support/errors.js";
import { until } from "../support/until.js";

const SIZE = 2 ** 20;
const params = { name: "v" };

describe("watching a volume", () => {
  let device: TestDevice;
  let volumeId: string;
  let session: NativeSession;
  beforeEach(async () => {
    device = await startTestDevice();
    const body = { ...params, size_bytes: SIZE };
    const { volume } = await device.client.call("createVolume", { body });
    volumeId = volume.id;
    ({ session } = await attachVolume(device.client, device.binding, "v", ["write"], {
      offsetBytes: 4096,
    }));
  });
  afterEach(() => device.stop());

  const subscribe = (signal: AbortSignal) =>
    device.client.stream("watchVolume", { params }, { signal });
  const watched = (count: number) =>
    until(`${count} watches`, () => device.binding.openWatches(volumeId) === count);

  it("watch__tells_who_did_what_where", async () => {
    const events = subscribe(new AbortController().signal);
    const first = events.next();
    await watched(1);
    await session.write(100, Buffer.alloc(512));
    const { value } = await first;
    assert(value !== undefined && value.kind === "done");
    const [{ id, client } = { id: "", client: "" }] = await device.client.call("listSessions", {});
    const { time, ...told } = value;
    assert(Math.abs(Date.parse(time) - Date.now()) < 10_000);
    assert.deepEqual(told, {
      kind: "done",
      type: "write",
      offset_bytes: 4196,
      length_bytes: 512,
      operations: 1,
      bytes: 512,
      session: id,
      client,
    });
    await events.return(undefined);
    await watched(0);
  });

  it("watch__of_a_missing_volume_is_not_found", async () => {
    const { signal } = new AbortController();
    const events = device.client.stream("watchVolume", { params: { name: "none" } }, { signal });
    await assert.rejects(events.next(), userError("volume_not_found", /'none'/));
  });

  it("watch__abort_throws_its_reason_and_closes_the_watch", async () => {
    const controller = new AbortController();
    const next = subscribe(controller.signal).next();
    await watched(1);
    const reason = new Error("enough");
    controller.abort(reason);
    await assert.rejects(next, reason);
    await watched(0);
  });

  it("watch__deletion_tells_what_came_last_and_ends", async () => {
    const kinds: string[] = [];
    const all = (async () => {
      for await (const { kind } of subscribe(new AbortController().signal)) kinds.push(kind);
    })();
    await watched(1);
    await session.write(0, Buffer.alloc(1));
    await device.client.call("deleteVolume", { params, query: { force: "true" } });
    await all;
    assert.deepEqual(kinds, ["done"]);
  });

  it("watch__stopping_device_ends_it", async () => {
    const next = subscribe(new AbortController().signal).next();
    await watched(1);
    await device.daemon.stop();
    assert.deepEqual(await next, { done: true, value: undefined });
  });

  /** A subscriber that does not read until it is made to. */
  async function silent(): Promise<IncomingMessage> {
    const { socketPath } = device.config;
    const sent = request({ socketPath, path: "/v1/volumes/v/events", agent: false }).end();
    const [response] = await once(sent, "response");
    return response as IncomingMessage;
  }

  /** Far more than socket and watch hold together, however often the device looks. */
  async function flood(): Promise<number> {
    const operations = 200_000;
    for (let count = 0; count < operations; count += 1) {
      await session.write(0, Buffer.alloc(1));
      // The device looks in between.
      if (count % 1000 === 0) await nextTurn();
    }
    return operations;
  }

  it("watch__slow_reader_is_told_what_it_missed", async () => {
    const response = await silent();
    await watched(1);
    const operations = await flood();
    const reading = text(response);
    // The end brings what is held.
    await device.client.call("deleteVolume", { params, query: { force: "true" } });
    const lines = (await reading).trim().split("\n");
    const events: VolumeEvent[] = lines.map((line) => volumeEvent.parse(JSON.parse(line)));
    const missed = events.filter(({ kind }) => kind === "missed");
    assert(missed.length > 0);
    assert.equal(
      events.reduce((total, event) => total + event.operations, 0),
      operations,
    );
    await watched(0);
  });

  it("watch__device_stops_though_a_subscriber_does_not_read", async () => {
    const response = await silent();
    await watched(1);
    await flood();
    await device.daemon.stop();
    response.on("error", () => undefined).resume();
    assert.equal(device.binding.openDevices, 0);
  });
});
