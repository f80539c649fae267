import assert from "node:assert/strict";
import { FakeBinding } from "../../src/binding/fake.js";
import { issueTicket } from "../support/tickets.js";

const GRANT = {
  sessionId: "s",
  volumeId: "v",
  client: "test",
  offsetBytes: 0,
  lengthBytes: 4096,
  rights: ["read" as const],
  observe: "none" as const,
  waitObserved: false,
};
const NOTIFY = { when: "after", batch: 32, outOfBand: false } as const;

describe("FakeDevice", () => {
  async function open() {
    const binding = new FakeBinding();
    const device = await binding.openDevice({
      provider: "tcp",
      host: "127.0.0.1",
      port: 0,
      progressThreads: 1,
      spinNs: 0,
      observer: { hashIntervalNs: 1e9, hashCpuPercent: 10, silenceTimeoutNs: 30e9 },
      stores: { timeoutNs: 30e9, scrubBytesPerSecond: 0 },
      onEvent: () => undefined,
    });
    await device.createVolume({
      id: "v",
      sizeBytes: 4096,
      hugePages: false,
      regionSizeBytes: 4096,
    });
    const connect = (ticket: string) =>
      binding.connect({ address: device.address, ticket, timeoutMs: 1000, notify: NOTIFY });
    return { device, connect };
  }

  it("endSession__drops_the_ticket_that_it_was_to_come_of", async () => {
    const { device, connect } = await open();
    const ticket = issueTicket(device, { ...GRANT, expiresInMs: 10_000 });
    assert.equal(await device.endSession("s"), true);
    assert.equal(await device.endSession("s"), false);
    await assert.rejects(connect(ticket), { code: "ticket_refused" });
  });

  it("endSession__of_an_expired_ticket_has_nothing_to_end", async () => {
    const { device } = await open();
    issueTicket(device, { ...GRANT, expiresInMs: -1 });
    assert.equal(await device.endSession("s"), false);
  });

  it("endSession__of_a_session_ends_it", async () => {
    const { device, connect } = await open();
    const session = await connect(issueTicket(device, { ...GRANT, expiresInMs: 10_000 }));
    assert.equal(device.sessions()[0]?.connected, true);
    assert.equal(await device.endSession("s"), true);
    await assert.rejects(session.read(0, Buffer.alloc(1)), { code: "session_ended" });
  });
});
