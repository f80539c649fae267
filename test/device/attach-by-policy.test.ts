import assert from "node:assert/strict";
import type { AttachRequestInput } from "../../src/control/schemas.js";
import { askForTicket } from "../../src/volume/ticket.js";
import { startTestDevice, type TestDevice } from "../support/device.js";
import { userError } from "../support/errors.js";
import { ON_NETWORK, permit, type RemoteClient, trustedClient } from "../support/remote.js";

const SIZE = 65_536;

describe("attaching by policy", () => {
  let device: TestDevice;
  let alice: RemoteClient;
  beforeEach(async () => {
    const clientLimits = { sessionsMax: 3, ticketsPerSecond: 1000 };
    device = await startTestDevice({ ...ON_NETWORK, clientLimits });
    await device.client.call("createVolume", { body: { name: "v", size_bytes: SIZE } });
    alice = await trustedClient(device, "alice");
  });
  afterEach(() => device.stop());

  const attach = (request: Partial<AttachRequestInput> = {}) =>
    askForTicket(alice.client, "v", { client: "me", rights: ["read"], ...request });

  const policy = (annotations: string, action = "read") =>
    device.client.call("addPolicy", {
      body: { text: `${annotations} permit (principal, action == Action::"${action}", resource);` },
    });

  it("rights__each_needs_its_policy", async () => {
    await permit(device, "read");
    assert.deepEqual((await attach()).rights, ["read"]);
    await assert.rejects(
      attach({ rights: ["read", "write"] }),
      userError("access_denied", /write/),
    );
  });

  it("atomic__is_a_right_of_its_own", async () => {
    await permit(device, "read");
    await permit(device, "write");
    await assert.rejects(attach({ rights: ["atomic"] }), userError("access_denied", /atomically/));
    await policy('@range("4k-8k")', "atomic");
    const there = { rights: ["atomic" as const], offset_bytes: 4096 };
    const { rights, offset_bytes, length_bytes } = await attach(there);
    assert.deepEqual([rights, offset_bytes, length_bytes], [["atomic"], 4096, 4096]);
    await assert.rejects(
      attach({ rights: ["read", "atomic"], length_bytes: 8192 }),
      userError("access_denied", /only these bytes/),
    );
  });

  it("range__narrows_what_is_granted", async () => {
    await policy('@range("4k-8k")');
    const { offset_bytes, length_bytes } = await attach({ offset_bytes: 4096 });
    assert.deepEqual([offset_bytes, length_bytes], [4096, 4096]);
    const inner = await attach({ offset_bytes: 5000 });
    assert.deepEqual([inner.offset_bytes, inner.length_bytes], [5000, 3192]);
    const says = /only these bytes may be reached: 4096 to 8192/;
    for (const wanted of [
      // Nothing is granted elsewhere than where it was asked for.
      {},
      { offset_bytes: 0, length_bytes: 8192 },
      { offset_bytes: 4096, length_bytes: 4097 },
      { offset_bytes: 8192 },
    ]) {
      await assert.rejects(attach(wanted), userError("access_denied", says));
    }
  });

  it("range__several_policies_open_more_and_several_rights_less", async () => {
    await policy('@range("0-8k")');
    await policy('@range("8k-16k")');
    assert.equal((await attach()).length_bytes, 16_384);
    await policy('@range("4k-64k")', "write");
    const both = await attach({ rights: ["read", "write"], offset_bytes: 4096 });
    assert.deepEqual([both.offset_bytes, both.length_bytes], [4096, 12_288]);
  });

  it("range__past_the_volume_s_end_ends_there", async () => {
    await policy('@range("60k-1GiB")');
    const { offset_bytes, length_bytes } = await attach({ offset_bytes: 61_440 });
    assert.deepEqual([offset_bytes, length_bytes], [61_440, 4096]);
  });

  it("observation__a_policy_can_demand_more_of_it", async () => {
    await policy('@observe("message")');
    assert.equal((await attach()).observe, "message");
    assert.equal((await attach({ observe: "scratch" })).observe, "scratch");
    const less = attach({ observe: "immediate" });
    await assert.rejects(less, userError("observation_required", /at least 'message'/));
  });

  it("observation__demanded_for_some_bytes_only", async () => {
    await policy('@observe("message")');
    await policy('@range("0-4k")');
    const free = await attach({ observe: "none" });
    assert.equal(free.length_bytes, 4096);
    const observed = await attach({ observe: "message" });
    assert.equal(observed.length_bytes, SIZE);
  });

  it("limits__sessions_of_one_client", async () => {
    await permit(device, "read");
    const bob = await trustedClient(device, "bob");
    for (let count = 0; count < 3; count += 1) await attach();
    await assert.rejects(attach(), userError("client_limit_exceeded", /'alice' has 3 sessions/));
    await askForTicket(bob.client, "v", { client: "me", rights: ["read"] });
  });
});
