import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { connect } from "node:tls";
import { api, type RouteName } from "../../src/control/api.js";
import type { ControlClient } from "../../src/control/client.js";
import { UserError } from "../../src/errors.js";
import { askForTicket } from "../../src/volume/ticket.js";
import { makeCertificate } from "../support/certificates.js";
import { startTestDevice, type TestDevice } from "../support/device.js";
import { userError } from "../support/errors.js";
import {
  clientWith,
  ON_NETWORK,
  permit,
  placeOf,
  type RemoteClient,
  trustedClient,
} from "../support/remote.js";
import { ticketHalf } from "../support/tickets.js";
import { until } from "../support/until.js";

/** A request for each route, all of which make sense; streams are for a case of their own. */
const REQUESTS = {
  showDevice: {},
  listVolumes: {},
  createVolume: { body: { name: "new", size_bytes: 8192 } },
  showVolume: { params: { name: "v" } },
  changeVolume: { params: { name: "v" }, body: { label: "x" } },
  flushVolume: { params: { name: "v" } },
  changeDurability: { params: { name: "v" }, body: { mode: "sync" } },
  persistVolume: { params: { name: "v" }, body: {} },
  verifyVolume: { params: { name: "v" } },
  deleteVolume: { params: { name: "v" }, query: {} },
  attachVolume: {
    params: { name: "v" },
    body: { client: "me", rights: ["read"], ticket_half: ticketHalf() },
  },
  listSessions: {},
  endSession: { params: { id: randomUUID() } },
  showSessionEnd: { params: { id: randomUUID() } },
  notifyOperations: { params: { id: randomUUID() }, body: { records: [] } },
  showStatistics: { params: { name: "v" }, query: {} },
  markPoint: { params: { name: "v", point: "p" } },
  unmarkPoint: { params: { name: "v", point: "p" } },
  showDirty: { params: { name: "v", point: "p" } },
  takeDirty: { params: { name: "v", point: "p" } },
  scanVolume: { params: { name: "v" }, body: {} },
  watchVolume: { params: { name: "v" } },
  listIdentities: {},
  trustIdentity: { params: { name: "eve" }, body: { fingerprint: `SHA256:${"a".repeat(43)}` } },
  revokeIdentity: { params: { name: "eve" } },
  listPolicies: {},
  addPolicy: { body: { text: "permit (principal, action, resource);" } },
  showPolicy: { params: { id: "p" } },
  putPolicy: { params: { id: "p" }, body: { text: "permit (principal, action, resource);" } },
  deletePolicy: { params: { id: "p" } },
  applyPolicies: { body: { text: "" } },
  testPolicies: { body: { client: "eve", action: "policy" } },
  showPower: {},
  setPower: { body: { condition: "battery" } },
} satisfies Record<RouteName, object>;

/** What is answered to whoever is known, with nothing in it that is another's. */
const FOR_EVERYONE = new Set(["showDevice", "listVolumes", "listSessions", "showPower"]);

function call(client: ControlClient, name: RouteName): Promise<unknown> {
  const input = REQUESTS[name] as never;
  if (name !== "watchVolume") return client.call(name, input) as Promise<unknown>;
  return client.stream(name, input, { signal: AbortSignal.timeout(5000) }).next();
}

describe("access over the network", () => {
  let device: TestDevice;
  let alice: RemoteClient;
  beforeEach(async () => {
    device = await startTestDevice(ON_NETWORK);
    await device.client.call("createVolume", { body: { name: "v", size_bytes: 65_536 } });
    alice = await trustedClient(device, "alice");
  });
  afterEach(() => device.stop());

  async function auditLines(file = "audit.log"): Promise<Record<string, unknown>[]> {
    const text = await readFile(join(device.config.stateDirectory, file), "utf8");
    return text.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line)]));
  }

  it("routes__without_a_policy_every_one_is_refused", async () => {
    const before = await device.client.call("listVolumes", {});
    for (const name of Object.keys(api) as RouteName[]) {
      const outcome = await call(alice.client, name).catch((error: unknown) => error);
      if (FOR_EVERYONE.has(name)) {
        assert(!(outcome instanceof Error), `${name}: ${outcome}`);
        continue;
      }
      assert(outcome instanceof UserError, name);
      assert(
        ["access_denied", "session_not_found"].includes(outcome.code),
        `${name} ${outcome.code}`,
      );
    }
    assert.deepEqual(await alice.client.call("listVolumes", {}), []);
    assert.deepEqual(await device.client.call("listVolumes", {}), before);
    assert.deepEqual(await device.client.call("listPolicies", {}), []);
  });

  it("routes__each_action_opens_its_own", async () => {
    const show = { params: { name: "v" } };
    await assert.rejects(alice.client.call("showVolume", show), userError("access_denied"));
    await permit(device, "read");
    assert.equal((await alice.client.call("showVolume", show)).name, "v");
    await assert.rejects(
      alice.client.call("deleteVolume", { ...show, query: {} }),
      userError("access_denied"),
    );
    await permit(device, "policy");
    assert.equal((await alice.client.call("listPolicies", {})).length, 2);
    await assert.rejects(alice.client.call("listIdentities", {}), userError("access_denied"));
  });

  it("flush__is_for_whoever_may_write", async () => {
    const flush = { params: { name: "v" } };
    await permit(device, "read", "observe");
    await assert.rejects(alice.client.call("flushVolume", flush), userError("access_denied"));
    await permit(device, "write");
    await assert.rejects(alice.client.call("flushVolume", flush), userError("volume_volatile"));
  });

  it("its_store__is_for_whoever_may_maintain_it", async () => {
    const of = { params: { name: "v" } };
    const persist = () => alice.client.call("persistVolume", { ...of, body: {} });
    const verify = () => alice.client.call("verifyVolume", of);
    await permit(device, "read", "write", "observe");
    await assert.rejects(persist(), userError("access_denied"));
    await assert.rejects(verify(), userError("access_denied"));
    const change = () => alice.client.call("changeDurability", { ...of, body: { mode: "sync" } });
    await assert.rejects(change(), userError("access_denied"));
    await permit(device, "maintain");
    await assert.rejects(change(), userError("volume_volatile"));
    await assert.rejects(persist(), userError("volume_volatile"));
    await assert.rejects(verify(), userError("volume_volatile"));
  });

  it("backing_store__may_not_be_named_from_afar", async () => {
    await permit(device, "create");
    const durability = { mode: "barrier" as const, backing: "/tmp" };
    const body = { name: "w", size_bytes: 65_536, durability };
    await assert.rejects(
      alice.client.call("createVolume", { body }),
      userError("access_denied", /directory of the device's machine/),
    );
  });

  it("volumes__that_are_not_there_look_like_those_one_may_not_see", async () => {
    const messages = await Promise.all(
      ["v", "w"].map((name) =>
        alice.client
          .call("showVolume", { params: { name } })
          .catch(({ message }: Error) => message),
      ),
    );
    assert.equal(messages[0], String(messages[1]).replace("'w'", "'v'"));
  });

  it("request__that_began_before_a_revocation_ends_after_it", async () => {
    await permit(device, "identity");
    const mallory = await trustedClient(device, "mallory");
    const { host, port } = placeOf(device);
    const { certificatePem: cert, keyPem: key } = mallory.keyPair;
    const socket = connect({ host, port, cert, key, rejectUnauthorized: false });
    await once(socket, "secureConnect");
    const body = JSON.stringify({ fingerprint: `SHA256:${"m".repeat(43)}`, groups: [] });
    const head = [
      "PUT /v1/identities/backdoor HTTP/1.1",
      "host: x",
      "content-type: application/json",
    ];
    socket.write(`${[...head, `content-length: ${body.length}`].join("\r\n")}\r\n\r\n`);
    socket.write(body.slice(0, -1));
    // Once this is answered, what came before it has been seen.
    await device.client.call("revokeIdentity", { params: { name: "mallory" } });
    socket.write(body.slice(-1));
    const [answer] = await once(socket, "data");
    assert.match(String(answer), /^HTTP\/1\.1 403 [\s\S]*identity_revoked/);
    socket.destroy();
    const names = (await device.client.call("listIdentities", {})).map(({ name }) => name);
    assert(!names.includes("backdoor"));
  });

  it("names__as_long_as_they_may_be_can_be_revoked", async () => {
    const name = "ü".repeat(128);
    await device.client.call("revokeIdentity", { params: { name } });
    assert.equal((await device.client.call("listIdentities", {}))[1]?.state, "revoked");
  });

  it("names__nobody_can_be_called_local", async () => {
    const trust = {
      params: { name: "local" },
      body: { fingerprint: alice.fingerprint, groups: [] },
    };
    await assert.rejects(device.client.call("trustIdentity", trust), userError("usage", /nobody/));
  });

  it("device__where_its_files_are_is_for_who_administers_it", async () => {
    const { pid, state_directory } = await alice.client.call("showDevice", {});
    assert.deepEqual([pid, state_directory], [null, null]);
    await permit(device, "metrics");
    assert.equal((await alice.client.call("showDevice", {})).pid, process.pid);
  });

  it("strangers__that_come_again_and_again_are_summed_up", async () => {
    const keyPair = await makeCertificate({ name: "eve" });
    const eve = clientWith(device, { keyPair });
    for (let times = 0; times < 20; times += 1) {
      await assert.rejects(eve.call("showDevice", {}), userError("identity_unknown"));
    }
    const told = await until("the sum is told", async () => {
      const lines = (await auditLines()).filter(({ kind }) => kind === "stranger");
      return lines.some(({ detail }) => /times more/.test(String(detail))) && lines;
    });
    assert(told.length < 10, `${told.length} lines`);
  });

  it("strangers__are_refused_and_both_logs_say_why", async () => {
    const keyPair = await makeCertificate({ name: "eve" });
    const eve = clientWith(device, { keyPair });
    await assert.rejects(eve.call("showDevice", {}), userError("identity_unknown"));
    const line = await until("the audit log says it", async () =>
      (await auditLines()).find(({ kind }) => kind === "stranger"),
    );
    assert.equal(line.from, "127.0.0.1");
    assert.match(String(line.detail), /identity_unknown: .*SHA256:/);
  });

  it("audit__tells_who_did_what_from_where_by_which_policy", async () => {
    const id = await permit(device, "label");
    await alice.client.call("changeVolume", { params: { name: "v" }, body: { label: "x" } });
    const decided = await until("the decision is there", async () =>
      (await auditLines()).find(({ who }) => who === "alice"),
    );
    const changed = (await auditLines("audit-changes.log")).at(-1);
    const [decision, change] = [decided, changed].map((line) => ({ ...line, at: undefined }));
    const who = { who: "alice", from: "127.0.0.1" };
    const outcome = { what: "label", on: "volume 'v'", outcome: "allow", policies: [id] };
    assert.deepEqual(decision, { at: undefined, kind: "decision", ...who, ...outcome });
    const done = { what: "label volume", on: "v", detail: '"x"' };
    assert.deepEqual(change, { at: undefined, kind: "change", ...who, ...done });
  });

  it("sessions__of_others_cannot_be_seen_or_ended", async () => {
    const bob = await trustedClient(device, "bob");
    const id = await permit(device, "read");
    const asked = { client: "me", rights: ["read" as const] };
    const admission = await askForTicket(alice.client, "v", asked);
    const { fabric: address, ticket, session_id } = admission;
    const notify = { when: "after", batch: 1, outOfBand: false } as const;
    await device.binding.connect({ address, ticket, timeoutMs: 1000, notify });
    assert.equal((await alice.client.call("listSessions", {}))[0]?.identity, "alice");
    assert.deepEqual(await bob.client.call("listSessions", {}), []);
    const end = { params: { id: session_id } };
    await assert.rejects(bob.client.call("endSession", end), userError("session_not_found"));
    await permit(device, "session");
    assert.equal((await bob.client.call("listSessions", {})).length, 1);
    const ended = await bob.client.call("endSession", end);
    assert.equal(ended.reason, "ended by 'bob'");
    assert.deepEqual(await alice.client.call("showSessionEnd", end), ended);
    await device.client.call("deletePolicy", { params: { id } });
  });

  it("name__of_a_client_is_what_the_device_calls_it", async () => {
    await permit(device, "read");
    const asked = { client: "root@elsewhere/1", rights: ["read" as const] };
    const { ticket, fabric: address } = await askForTicket(alice.client, "v", asked);
    const notify = { when: "after", batch: 1, outOfBand: false } as const;
    await device.binding.connect({ address, ticket, timeoutMs: 1000, notify });
    const [session] = await device.client.call("listSessions", {});
    assert.equal(session?.client, "alice");
  });
});
