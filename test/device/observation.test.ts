import assert from "node:assert/strict";
import type { NativeSession } from "../../src/binding/native.js";
import type { ObservationMode } from "../../src/binding/native-observation.js";
import { type AttachOptions, attachVolume, DEFAULT_NOTIFY } from "../../src/volume/attach.js";
import { startTestDevice, type TestDevice } from "../support/device.js";
import { userError } from "../support/errors.js";

const KIB = 1024;
const REGION = 16 * KIB;
const SIZE = 64 * REGION;
const NAME = { name: "v" };

describe("observation of a device's volumes", () => {
  let device: TestDevice;
  beforeEach(async () => {
    device = await startTestDevice();
    await device.client.call("createVolume", { body: { ...NAME, size_bytes: SIZE } });
  });
  afterEach(() => device.stop());

  async function attach(
    observe: ObservationMode,
    options: Partial<AttachOptions> = {},
  ): Promise<NativeSession> {
    const observation = { observe, waitObserved: false, notify: DEFAULT_NOTIFY };
    const { session } = await attachVolume(device.client, device.binding, "v", ["read", "write"], {
      offsetBytes: 0,
      observation,
      ...options,
    });
    return session;
  }

  const mark = (point: string) => device.client.call("markPoint", { params: { ...NAME, point } });
  const dirty = (point: string) => device.client.call("showDirty", { params: { ...NAME, point } });
  const take = (point: string) => device.client.call("takeDirty", { params: { ...NAME, point } });
  const statistics = (since?: string) =>
    device.client.call("showStatistics", {
      params: NAME,
      query: since === undefined ? {} : { since },
    });

  it("dirty__is_whole_regions_that_touch_as_one", async () => {
    const session = await attach("immediate");
    await session.write(REGION - 1, Buffer.alloc(2, 1));
    await session.write(5 * REGION, Buffer.alloc(1, 1));
    assert.deepEqual(await dirty("creation"), {
      extents: [
        { offset_bytes: 0, length_bytes: 2 * REGION },
        { offset_bytes: 5 * REGION, length_bytes: REGION },
      ],
      regions: 3,
      bytes: 3 * REGION,
    });
  });

  it("dirty__each_point_has_its_own_view", async () => {
    const session = await attach("immediate");
    await mark("backup");
    await session.write(0, Buffer.alloc(1, 1));
    await mark("copy");
    await session.write(REGION, Buffer.alloc(1, 1));
    assert.equal((await take("backup")).regions, 2);
    assert.equal((await dirty("backup")).regions, 0);
    assert.equal((await dirty("copy")).regions, 1);
    assert.equal((await dirty("creation")).regions, 2);
  });

  it("mark__again_moves_the_point_to_now", async () => {
    const session = await attach("immediate");
    assert.deepEqual(await mark("backup"), { volume: "v", point: "backup" });
    await session.write(0, Buffer.alloc(1, 1));
    await mark("backup");
    assert.deepEqual(await dirty("backup"), { extents: [], regions: 0, bytes: 0 });
  });

  it("points__that_are_missing_are_not_found", async () => {
    const params = { ...NAME, point: "none" };
    const missing = userError("point_not_found", /'none'/);
    await assert.rejects(dirty("none"), missing);
    await assert.rejects(take("none"), missing);
    await assert.rejects(statistics("none"), missing);
    await assert.rejects(device.client.call("unmarkPoint", { params }), missing);
  });

  it("points__that_are_removed_are_gone", async () => {
    await mark("backup");
    await device.client.call("unmarkPoint", { params: { ...NAME, point: "backup" } });
    await assert.rejects(dirty("backup"), userError("point_not_found"));
  });

  it("points__the_creation_stays_where_it_is", async () => {
    const stays = userError("usage", /'creation' .* stays where it is/);
    await assert.rejects(mark("creation"), stays);
    await assert.rejects(take("creation"), stays);
    const params = { ...NAME, point: "creation" };
    await assert.rejects(device.client.call("unmarkPoint", { params }), stays);
  });

  it("points__there_are_so_many_and_no_more", async () => {
    for (let count = 0; count < 14; count += 1) await mark(`p${count}`);
    await assert.rejects(mark("one-more"), userError("point_limit"));
    await mark("p0");
  });

  it("statistics__count_by_type_client_and_interface", async () => {
    const session = await attach("message");
    await session.write(0, Buffer.alloc(4 * KIB));
    await session.write(8 * KIB, Buffer.alloc(4 * KIB));
    await session.read(0, Buffer.alloc(512));
    const { traffic, clients, interfaces, points, ...rest } = await statistics();
    assert.equal(traffic.write.operations, 2);
    assert.equal(traffic.write.bytes, 8 * KIB);
    assert.equal(traffic.write.sizes[12], 2);
    assert.equal(traffic.read.sizes[9], 1);
    assert.equal(traffic.atomic.last_seen, null);
    assert.equal(clients[0]?.sessions, 1);
    assert.deepEqual(clients[0]?.traffic, traffic);
    assert.equal(interfaces.length, 1);
    assert.deepEqual(
      points.map(({ name, dirty_regions }) => [name, dirty_regions]),
      [["creation", 1]],
    );
    assert.equal(rest.since, "creation");
    assert.equal(rest.region_size_bytes, REGION);
    assert.equal(rest.cells.dirty.length, 64);
    assert.equal(rest.cells.dirty[0], 1);
    assert.equal(rest.cells.write[0], 2);
  });

  it("statistics__dirty_shares_count_from_the_point_asked_for", async () => {
    const session = await attach("immediate");
    await session.write(0, Buffer.alloc(1));
    await mark("now");
    assert.equal((await statistics("now")).cells.dirty[0], 0);
    assert.equal((await statistics()).cells.dirty[0], 1);
  });

  it("scan__finds_what_nobody_told", async () => {
    const session = await attach("none");
    await session.write(3 * REGION, Buffer.alloc(1, 7));
    assert.equal((await dirty("creation")).regions, 0);
    const changed = [{ offset_bytes: 3 * REGION, length_bytes: REGION }];
    const scan = (body: { offset_bytes?: number; length_bytes?: number }) =>
      device.client.call("scanVolume", { params: NAME, body });
    const elsewhere = await scan({ offset_bytes: 0, length_bytes: REGION });
    assert.deepEqual(elsewhere, { bytes_hashed: REGION, changed: [] });
    assert.deepEqual(await scan({}), { bytes_hashed: SIZE, changed });
    assert.deepEqual(await scan({}), { bytes_hashed: SIZE, changed: [] });
    assert.deepEqual((await dirty("creation")).extents, changed);
    assert.equal((await statistics()).regions_found_changed, 1);
    await assert.rejects(scan({ offset_bytes: SIZE }), userError("range_invalid"));
  });

  it("hash__is_looked_at_before_dirty_regions_are_told", async () => {
    const session = await attach("hash");
    await session.write(REGION, Buffer.alloc(1, 7));
    assert.equal((await dirty("creation")).regions, 1);
  });

  it("notify__out_of_band_counts_from_the_range_and_marks_its_regions", async () => {
    const notify = { ...DEFAULT_NOTIFY, outOfBand: true };
    const observation = { observe: "message" as const, waitObserved: false, notify };
    const session = await attach("message", { observation, offsetBytes: REGION });
    await session.write(0, Buffer.alloc(100, 1));
    assert.equal((await dirty("creation")).extents[0]?.offset_bytes, REGION);
    const [shown] = await device.client.call("listSessions", {});
    const params = { id: shown?.id ?? "" };
    const outside = { offset_bytes: SIZE, length_bytes: 1, operations: 1, bytes: 1 };
    const records = [{ type: "write" as const, phase: "after" as const, ...outside }];
    await device.client.call("notifyOperations", { params, body: { records } });
    const [after] = await device.client.call("listSessions", {});
    assert.equal(after?.refused, 1);
    assert.equal(after?.traffic.write.bytes, 100);
    assert.equal((await statistics()).refused, 1);
  });

  it("notify__of_a_session_that_is_not_is_refused", async () => {
    const params = { id: "00000000-0000-4000-8000-000000000000" };
    const telling = device.client.call("notifyOperations", { params, body: { records: [] } });
    await assert.rejects(telling, userError("session_not_found", /00000000-0000/));
  });

  it("notify__as_many_records_as_there_may_be_fit", async () => {
    const { session } = await attachVolume(device.client, device.binding, "v", ["write"], {
      offsetBytes: 0,
    });
    const [shown] = await device.client.call("listSessions", {});
    const largest = { offset_bytes: Number.MAX_SAFE_INTEGER, length_bytes: 2 ** 52 };
    const counts = { operations: 2 ** 32 - 1, bytes: Number.MAX_SAFE_INTEGER };
    const record = { type: "atomic" as const, phase: "before" as const, ...largest, ...counts };
    const tell = (count: number) =>
      device.client.call("notifyOperations", {
        params: { id: shown?.id ?? "" },
        body: { records: Array.from({ length: count }, () => record) },
      });
    await tell(512);
    await assert.rejects(tell(513), userError("usage", /body is refused: records/));
    await session.close();
  });

  it("routes__of_a_missing_volume_are_not_found", async () => {
    const params = { name: "none", point: "p" };
    const missing = userError("volume_not_found", /'none'/);
    const { client } = device;
    await assert.rejects(client.call("showStatistics", { params, query: {} }), missing);
    await assert.rejects(client.call("markPoint", { params }), missing);
    await assert.rejects(client.call("showDirty", { params }), missing);
    await assert.rejects(client.call("scanVolume", { params, body: {} }), missing);
  });
});
