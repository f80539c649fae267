import assert from "node:assert/strict";
import { FakeBinding } from "../../src/binding/fake.js";
import { type AttachRequestInput, volumeCreation } from "../../src/control/schemas.js";
import { DEFAULT_NOTIFY } from "../../src/volume/attach.js";
import { askForTicket } from "../../src/volume/ticket.js";
import { startTestDevice, type TestDevice } from "../support/device.js";
import { userError } from "../support/errors.js";

const SIZE = 8192;

describe("sessions", () => {
  let device: TestDevice;
  before(async () => {
    device = await startTestDevice();
    const body = volumeCreation.parse({ name: "v", size_bytes: SIZE });
    await device.client.call("createVolume", { body });
  });
  after(() => device.stop());

  const attach = (request: Partial<AttachRequestInput>) =>
    askForTicket(device.client, "v", { client: "tester", rights: ["read"], ...request });
  const connect = ({ fabric, ticket }: Awaited<ReturnType<typeof attach>>) =>
    device.binding.connect({ address: fabric, ticket, timeoutMs: 1000, notify: DEFAULT_NOTIFY });

  it("attach__without_a_range_grants_the_whole_volume", async () => {
    const attachment = await attach({});
    assert.equal(attachment.offset_bytes, 0);
    assert.equal(attachment.length_bytes, SIZE);
    const lifetimeMs = Date.parse(attachment.expires_at) - Date.now();
    assert(lifetimeMs > 5000 && lifetimeMs <= 10_000, String(lifetimeMs));
  });

  it("attach__grants_exactly_the_range_and_rights", async () => {
    const session = await connect(await attach({ offset_bytes: 100, length_bytes: 10 }));
    assert.equal(session.lengthBytes, 10);
    await session.read(0, Buffer.alloc(10));
    await assert.rejects(session.read(1, Buffer.alloc(10)), { code: "io_failed" });
    await assert.rejects(session.write(0, Buffer.alloc(1)), { code: "io_failed" });
    await session.close();
  });

  it("attach__a_ticket_is_good_once", async () => {
    const attachment = await attach({});
    const session = await connect(attachment);
    await assert.rejects(connect(attachment), { code: "ticket_refused" });
    await session.close();
    const { tickets_refused } = await device.client.call("showDevice", {});
    assert.equal(tickets_refused, 1);
  });

  const OUTSIDE: { name: string; range: Partial<AttachRequestInput>; says: RegExp }[] = [
    { name: "past_the_end", range: { offset_bytes: 1, length_bytes: SIZE }, says: /past the end/ },
    { name: "start_at_the_end", range: { offset_bytes: SIZE }, says: /not before the end/ },
    { name: "start_after_the_end", range: { offset_bytes: SIZE + 5 }, says: /not before the end/ },
  ];
  for (const { name, range, says } of OUTSIDE) {
    it(`attach__range_${name}_is_refused`, async () => {
      await assert.rejects(attach(range), userError("range_invalid", says));
    });
  }

  it("attach__is_observed_by_the_volumes_default", async () => {
    const attachment = await attach({});
    assert.equal(attachment.observe, "immediate");
    assert.equal(attachment.observe_note, null);
    assert.equal(attachment.region_size_bytes, 16_384);
  });

  it("attach__is_observed_as_asked_and_session_says_so", async () => {
    const session = await connect(await attach({ observe: "scratch", rights: ["read", "write"] }));
    await session.write(0, Buffer.alloc(4096));
    await session.read(0, Buffer.alloc(512));
    const [shown] = await device.client.call("listSessions", {});
    assert.equal(shown?.observe, "scratch");
    assert.equal(shown?.traffic.write.bytes, 4096);
    assert.equal(shown?.traffic.read.operations, 1);
    assert.equal(shown?.traffic.atomic.last_seen, null);
    await session.close();
  });

  it("attach__less_than_the_volumes_minimum_is_refused", async () => {
    const observe = { default: "none" as const, minimum: "message" as const };
    const body = { name: "strict", size_bytes: SIZE, observe };
    await device.client.call("createVolume", { body });
    const params = { name: "strict" };
    const ask = (mode: "immediate" | undefined) =>
      askForTicket(device.client, params.name, {
        client: "tester",
        rights: ["read"],
        ...(mode && { observe: mode }),
      });
    await assert.rejects(ask("immediate"), userError("observation_required", /'message'/));
    assert.equal((await ask(undefined)).observe, "message");
    await device.client.call("deleteVolume", { params, query: {} });
  });

  for (const observe of ["none", "hash"] as const) {
    it(`attach__waiting_for_mode_${observe}_is_refused`, async () => {
      const request = attach({ observe, wait_observed: true });
      await assert.rejects(request, userError("usage", new RegExp(`mode '${observe}'`)));
    });
  }

  it("attach__without_immediates_becomes_message_with_a_note", async () => {
    const other = await startTestDevice({}, new FakeBinding({ hasImmediates: false }));
    await other.client.call("createVolume", { body: { name: "v", size_bytes: SIZE } });
    const asked = { client: "tester", rights: ["write" as const] };
    const attachment = await askForTicket(other.client, "v", asked);
    assert.equal(attachment.observe, "message");
    assert.equal(attachment.observe_note, "this fabric carries no immediates");
    await other.stop();
  });

  it("list__shows_who_is_attached_and_counts_by_volume", async () => {
    const session = await connect(await attach({ rights: ["write"], offset_bytes: 4096 }));
    const [shown, ...others] = await device.client.call("listSessions", {});
    assert.equal(others.length, 0);
    assert.equal(shown?.client, "tester");
    assert.equal(shown?.offset_bytes, 4096);
    assert.deepEqual(shown?.rights, ["write"]);
    assert.equal(shown?.volume, "v");
    const [volume] = await device.client.call("listVolumes", {});
    assert.equal(volume?.sessions, 1);
    await session.close();
    assert.deepEqual(await device.client.call("listSessions", {}), []);
  });
});
