import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { loadBinding } from "../../src/binding/loader.js";
import type { NativeDevice } from "../../src/binding/native.js";
import { askForTicket } from "../../src/volume/ticket.js";
import { TEST_FABRIC } from "../support/fabric.js";
import { issueTicket } from "../support/tickets.js";
import { until } from "../support/until.js";
import { type ServedDevice, Workspace } from "../support/workspace.js";

describe("tickets on a real device", () => {
  let workspace: Workspace;
  let device: ServedDevice;
  before(async () => {
    workspace = await Workspace.make();
    device = await workspace.serve("--memory", "1MiB");
    await device.client.call("createVolume", { body: { name: "data", size_bytes: 4096 } });
  });
  after(() => workspace.remove());

  function connect(ticket: string, port = device.port) {
    const address = { ...TEST_FABRIC, port };
    const notify = { when: "after", batch: 32, outOfBand: false } as const;
    return loadBinding().connect({ address, ticket, timeoutMs: 5000, notify });
  }

  function ask() {
    return askForTicket(device.client, "data", { client: "test", rights: ["read"] });
  }

  it("replayed__is_refused_and_the_session_goes_on", async () => {
    const { ticket } = await ask();
    const session = await connect(ticket);
    await assert.rejects(connect(ticket), { code: "ticket_refused" });
    await session.read(0, Buffer.alloc(4096));
    await session.close();
    await assert.rejects(connect(ticket), { code: "ticket_refused" });
  });

  it("replayed_at_once__one_connection_wins", async () => {
    const { ticket } = await ask();
    const outcomes = await Promise.allSettled([1, 2, 3, 4].map(() => connect(ticket)));
    const won = outcomes.filter((outcome) => outcome.status === "fulfilled");
    assert.equal(won.length, 1);
    await won[0]?.value.close();
  });

  it("forged__is_refused_and_counted", async () => {
    const { tickets_refused: before } = await device.client.call("showDevice", {});
    await assert.rejects(connect(randomBytes(32).toString("base64url")), {
      code: "ticket_refused",
    });
    const { ticket } = await ask();
    const changed = Buffer.from(ticket, "base64url");
    changed.writeUInt8(changed.readUInt8(31) ^ 1, 31);
    await assert.rejects(connect(changed.toString("base64url")), { code: "ticket_refused" });
    await assert.rejects(connect("short"), { code: "ticket_refused" });
    const { tickets_refused: after } = await device.client.call("showDevice", {});
    assert.equal(after, before + 2);
  });

  it("presented_by_another_client__without_the_half_of_its_own_is_refused", async () => {
    const { ticket } = await ask();
    const devices = Buffer.from(ticket, "base64url").subarray(0, 16);
    const guessed = Buffer.concat([devices, randomBytes(16)]).toString("base64url");
    await assert.rejects(connect(guessed), { code: "ticket_refused" });
    await (await connect(ticket)).close();
  });

  it("of_a_deleted_volume__is_refused", async () => {
    const name = "gone";
    await device.client.call("createVolume", { body: { name, size_bytes: 4096 } });
    const asked = { client: "test", rights: ["read" as const] };
    const { ticket } = await askForTicket(device.client, name, asked);
    await device.client.call("deleteVolume", { params: { name }, query: {} });
    await assert.rejects(connect(ticket), { code: "ticket_refused" });
  });

  describe("with a lifetime of its own", () => {
    let native: NativeDevice;
    beforeEach(async () => {
      native = await loadBinding().openDevice({
        ...TEST_FABRIC,
        progressThreads: 1,
        spinNs: 0,
        observer: { hashIntervalNs: 1e9, hashCpuPercent: 10, silenceTimeoutNs: 30e9 },
        stores: { timeoutNs: 30e9, scrubBytesPerSecond: 0 },
        onEvent: () => undefined,
      });
      await native.createVolume({
        id: "v",
        sizeBytes: 4096,
        hugePages: false,
        regionSizeBytes: 4096,
      });
    });
    afterEach(() => native.close());

    function issue(expiresInMs: number): string {
      return issueTicket(native, {
        sessionId: "s",
        volumeId: "v",
        client: "test",
        offsetBytes: 0,
        lengthBytes: 4096,
        rights: ["read"],
        observe: "none",
        waitObserved: false,
        expiresInMs,
      });
    }

    it("expired__is_refused", async () => {
      const ticket = issue(0);
      assert.equal(await native.endSession("s"), false);
      await assert.rejects(connect(ticket, native.address.port), { code: "ticket_refused" });
      assert.equal(native.statistics().ticketsRefused, 1);
    });

    it("session_ended_before_it_began__is_refused", async () => {
      const ticket = issue(10_000);
      assert.equal(await native.endSession("s"), true);
      assert.equal(await native.endSession("s"), false);
      await assert.rejects(connect(ticket, native.address.port), { code: "ticket_refused" });
      assert.deepEqual(native.sessions(), []);
    });

    it("used__its_session_is_listed_from_then_on", async () => {
      const session = await connect(issue(10_000), native.address.port);
      assert.deepEqual(
        native.sessions().map(({ sessionId }) => sessionId),
        ["s"],
      );
      await until("it is connected", async () => native.sessions()[0]?.connected === true);
      await session.close();
    });
  });
});
