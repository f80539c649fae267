import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import type { NativeSession } from "../../src/binding/native.js";
import { attachVolume } from "../../src/volume/attach.js";
import { askForTicket } from "../../src/volume/ticket.js";
import { startTestDevice, type TestDevice } from "../support/device.js";
import { userError } from "../support/errors.js";
import { ON_NETWORK, permit, type RemoteClient, trustedClient } from "../support/remote.js";
import { issueTicket } from "../support/tickets.js";
import { until } from "../support/until.js";

const POLICY = 'permit (principal, action == Action::"read", resource)';

describe("enforcement", () => {
  let device: TestDevice;
  let alice: RemoteClient;
  beforeEach(async () => {
    device = await startTestDevice(ON_NETWORK);
    await device.client.call("createVolume", {
      body: { name: "v", size_bytes: 8192, label: "open" },
    });
    alice = await trustedClient(device, "alice", ["ops"]);
  });
  afterEach(() => device.stop());

  async function attached(): Promise<NativeSession> {
    const options = { offsetBytes: 0 };
    const { session } = await attachVolume(alice.client, device.binding, "v", ["read"], options);
    await session.read(0, Buffer.alloc(16));
    return session;
  }

  const sessions = async () => (await device.client.call("listSessions", {})).length;

  const write = (text: string) =>
    device.client.call("putPolicy", { params: { id: "p" }, body: { text } });

  const CAUSES: { name: string; policy?: string; cause(): Promise<unknown>; says: RegExp }[] = [
    {
      name: "policy_deleted",
      cause: () => device.client.call("deletePolicy", { params: { id: "p" } }),
      says: /no longer let 'alice' read volume 'v'/,
    },
    {
      name: "policy_changed",
      cause: () => write(`${POLICY} when { resource.name == "other" };`),
      says: /no longer let 'alice'/,
    },
    {
      name: "policy_that_forbids",
      cause: () =>
        device.client.call("addPolicy", {
          body: { text: "forbid (principal, action, resource);" },
        }),
      says: /no longer let 'alice'/,
    },
    {
      name: "range_made_smaller",
      cause: () => write(`@range("0-4k") ${POLICY};`),
      says: /in the whole of its range/,
    },
    {
      name: "observation_demanded",
      cause: () => write(`@observe("message") ${POLICY};`),
      says: /no longer let 'alice'/,
    },
    {
      name: "identity_revoked",
      cause: () => device.client.call("revokeIdentity", { params: { name: "alice" } }),
      says: /'alice' was revoked/,
    },
    {
      name: "group_taken",
      policy: `${POLICY} when { principal in Group::"ops" };`,
      cause: () =>
        device.client.call("trustIdentity", {
          params: { name: "alice" },
          body: { fingerprint: alice.fingerprint, groups: [] },
        }),
      says: /no longer let 'alice'/,
    },
    {
      name: "label_changed",
      policy: `${POLICY} when { resource.label == "open" };`,
      cause: () =>
        device.client.call("changeVolume", { params: { name: "v" }, body: { label: "shut" } }),
      says: /no longer let 'alice'/,
    },
    {
      name: "power_changed",
      policy: `${POLICY} when { context.power == "mains" };`,
      cause: () => device.client.call("setPower", { body: { condition: "battery" } }),
      says: /\(power: battery\)/,
    },
    {
      name: "volume_deleted",
      cause: () =>
        device.client.call("deleteVolume", { params: { name: "v" }, query: { force: "true" } }),
      says: /'v' was deleted/,
    },
    {
      name: "session_ended",
      cause: async () => {
        const [session] = await device.client.call("listSessions", {});
        await device.client.call("endSession", { params: { id: session?.id ?? "" } });
      },
      says: /ended by 'local'/,
    },
  ];
  for (const { name, policy = `${POLICY};`, cause, says } of CAUSES) {
    it(`session__${name}_has_ended_when_that_is_answered`, async () => {
      await write(policy);
      const session = await attached();
      await cause();
      assert.equal(await sessions(), 0);
      const code = name === "identity_revoked" ? "identity_revoked" : "access_revoked";
      await assert.rejects(session.read(0, Buffer.alloc(16)), userError(code, says));
    });
  }

  it("session__window_closed_ends_within_the_second", async () => {
    await write(`${POLICY};`);
    await attached();
    const end = new Date(Date.now() + 1500).toISOString();
    await write(`${POLICY} when { context.now < datetime("${end}") };`);
    await until("the session has ended", async () => (await sessions()) === 0, 4000);
    assert(Date.now() >= Date.parse(end), "not before its time");
  });

  it("session__what_still_permits_it_lets_it_go_on", async () => {
    const id = await permit(device, "read", "write");
    await write(`${POLICY};`);
    const session = await attached();
    await device.client.call("deletePolicy", { params: { id } });
    await session.read(0, Buffer.alloc(16));
    await write(`${POLICY} when { principal in Group::"ops" };`);
    await session.read(0, Buffer.alloc(16));
    assert.equal(await sessions(), 1);
  });

  it("session__of_the_unix_socket_needs_no_policy", async () => {
    const options = { offsetBytes: 0 };
    const { session } = await attachVolume(device.client, device.binding, "v", ["read"], options);
    await device.client.call("addPolicy", {
      body: { text: "forbid (principal, action, resource);" },
    });
    await session.read(0, Buffer.alloc(16));
  });

  it("stream__ends_when_its_caller_may_no_longer", async () => {
    for (const cause of [
      () => device.client.call("deletePolicy", { params: { id: "p" } }),
      () => device.client.call("revokeIdentity", { params: { name: "alice" } }),
    ]) {
      await write('permit (principal, action == Action::"observe", resource);');
      const { id } = await device.client.call("showVolume", { params: { name: "v" } });
      const signal = AbortSignal.timeout(5000);
      const stream = alice.client.stream("watchVolume", { params: { name: "v" } }, { signal });
      const next = stream.next();
      await until("it is watched", () => device.binding.openWatches(id) > 0);
      await cause();
      assert.equal((await next).done, true);
    }
  });

  it("stream__of_whom_a_group_let_in_ends_with_the_group", async () => {
    await write('permit (principal in Group::"ops", action == Action::"observe", resource);');
    const { id } = await device.client.call("showVolume", { params: { name: "v" } });
    const signal = AbortSignal.timeout(5000);
    const next = alice.client.stream("watchVolume", { params: { name: "v" } }, { signal }).next();
    await until("it is watched", () => device.binding.openWatches(id) > 0);
    const body = { fingerprint: alice.fingerprint, groups: [] };
    await device.client.call("trustIdentity", { params: { name: "alice" }, body });
    assert.equal((await next).done, true);
  });

  it("session__that_nobody_granted_ends", async () => {
    const { id: volumeId } = await device.client.call("showVolume", { params: { name: "v" } });
    // As if the device had forgotten it, for whatever reason.
    const ticket = issueTicket(device.binding, {
      sessionId: randomUUID(),
      volumeId,
      client: "me",
      offsetBytes: 0,
      lengthBytes: 4096,
      rights: ["read"],
      observe: "none",
      waitObserved: false,
      expiresInMs: 1000,
    });
    const { fabric: address } = device.daemon.describe();
    const notify = { when: "after", batch: 1, outOfBand: false } as const;
    await device.binding.connect({ address, ticket, timeoutMs: 1000, notify });
    await until("no session is left", async () => (await sessions()) === 0, 4000);
  });

  it("ticket__older_than_a_change_opens_nothing_that_stays", async () => {
    await write(`${POLICY};`);
    const asked = { client: "me", rights: ["read" as const] };
    const { ticket, fabric: address } = await askForTicket(alice.client, "v", asked);
    await device.client.call("deletePolicy", { params: { id: "p" } });
    const notify = { when: "after", batch: 1, outOfBand: false } as const;
    await device.binding
      .connect({ address, ticket, timeoutMs: 1000, notify })
      .catch(() => undefined);
    await until("no session is left", async () => (await sessions()) === 0, 2000);
  });
});
