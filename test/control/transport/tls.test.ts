import assert from "node:assert/strict";
import { once } from "node:events";
import { connect as connectPlain, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { connect as connectTls } from "node:tls";
import { ControlClient } from "../../../src/control/client.js";
import { parseHostPort } from "../../../src/control/transport/host-port.js";
import { shownFingerprint, TlsEndpoint } from "../../../src/control/transport/tls-endpoint.js";
import { makeCertificate } from "../../support/certificates.js";
import { startTestDevice, type TestDevice } from "../../support/device.js";
import { userError } from "../../support/errors.js";
import { ON_NETWORK, placeOf, type RemoteClient, trustedClient } from "../../support/remote.js";

/** Rejects after less than the server's timeouts. */
async function assertLater(): Promise<never> {
  await pause(4000, undefined, { ref: false });
  throw new Error("it was waited for");
}

describe("control API over TLS", () => {
  let device: TestDevice;
  let alice: RemoteClient;
  before(async () => {
    device = await startTestDevice(ON_NETWORK);
    alice = await trustedClient(device, "alice");
  });
  after(() => device.stop());

  it("client__a_changed_key_is_refused_and_nothing_sent", async () => {
    const { fingerprint, ...place } = placeOf(device);
    const known = fingerprint.replace(/.$/, (last) => (last === "A" ? "B" : "A"));
    const endpoint = new TlsEndpoint(place, known, { token: "secret" });
    const call = new ControlClient(endpoint).call("showDevice", {});
    await assert.rejects(call, userError("device_key_changed", /IS NOT THE ONE THAT YOU KNOW/));
    assert.equal(await shownFingerprint(place, AbortSignal.timeout(5000)), fingerprint);
  });

  it("device__keeps_its_key_over_restarts", async () => {
    const first = placeOf(device).fingerprint;
    await device.daemon.stop();
    const again = await startTestDevice({
      ...ON_NETWORK,
      stateDirectory: device.config.stateDirectory,
    });
    assert.equal(placeOf(again).fingerprint, first);
    await again.stop();
    device = await startTestDevice(ON_NETWORK);
    assert.notEqual(placeOf(device).fingerprint, first, "another device has another key");
    alice = await trustedClient(device, "alice");
  });

  it("server__older_tls_is_refused", async () => {
    const { fingerprint: _, ...place } = placeOf(device);
    const socket = connectTls({ ...place, maxVersion: "TLSv1.2", rejectUnauthorized: false });
    await assert.rejects(once(socket, "secureConnect"), /alert|protocol|version/i);
  });

  it("server__a_certificate_whose_key_is_another_s_is_no_proof", async () => {
    const keyPair = await makeCertificate({ name: "alice" });
    const other = await makeCertificate({ name: "alice" });
    const { fingerprint, ...place } = placeOf(device);
    const stolen = { certificatePem: keyPair.certificatePem, keyPem: other.keyPem };
    const endpoint = new TlsEndpoint(place, fingerprint, { keyPair: stolen });
    await assert.rejects(new ControlClient(endpoint).call("showDevice", {}));
  });

  /** Sends, and resolves when the device has closed the connection. */
  async function closedBy(socket: Socket, send: (socket: Socket) => void): Promise<void> {
    socket.on("error", () => undefined);
    const closed = once(socket, "close");
    socket.resume();
    send(socket);
    await closed;
  }

  const plain = () => {
    const { host, port } = placeOf(device);
    return connectPlain({ host, port });
  };

  const HOSTILE: [string, (socket: Socket) => void][] = [
    ["nothing", () => undefined],
    ["garbage", (socket) => socket.write(Buffer.alloc(4096, 0xa5))],
    ["plain_http", (socket) => socket.write("GET /v1/device HTTP/1.1\r\nhost: x\r\n\r\n")],
    ["half_a_handshake", (socket) => socket.write(Buffer.from([0x16, 3, 1, 2, 0, 1, 0, 1]))],
  ];
  for (const [name, send] of HOSTILE) {
    it(`server__${name}_is_cut_off_and_others_are_served`, async () => {
      const cut = closedBy(plain(), send);
      await alice.client.call("showDevice", {});
      await cut;
    });
  }

  it("server__connections_of_one_address_leave_room_for_others", async () => {
    const { host, port } = placeOf(device);
    const sockets = Array.from({ length: 100 }, () => connectPlain({ host, port }));
    const closed = sockets.map(async (socket) => {
      socket.on("error", () => undefined).resume();
      await once(socket, "close");
    });
    // Those that are too many are cut off at once, long before any timeout.
    await Promise.race([closed[99], assertLater()]);
    for (const socket of sockets) socket.destroy();
    await Promise.all(closed);
    await alice.client.call("showDevice", {});
  });

  it("stop__waits_for_no_stranger", async () => {
    const own = await startTestDevice(ON_NETWORK);
    const { host, port } = placeOf(own);
    const silent = connectTls({ host, port, rejectUnauthorized: false }).on(
      "error",
      () => undefined,
    );
    await once(silent, "secureConnect");
    const halfway = connectPlain({ host, port }).on("error", () => undefined);
    await once(halfway, "connect");
    const gone = Promise.all([once(silent.resume(), "close"), once(halfway.resume(), "close")]);
    // Their own timeouts are five seconds away: whoever comes first tells why they went.
    await Promise.race([own.stop(), assertLater()]);
    await gone;
  });

  it("server__headers_a_byte_at_a_time_are_cut_off", async () => {
    const { host, port } = placeOf(device);
    const socket = connectTls({ host, port, rejectUnauthorized: false });
    await once(socket, "secureConnect");
    const text = `GET /v1/device HTTP/1.1\r\nx: ${"y".repeat(10_000)}`;
    let at = 0;
    const timer = setInterval(() => socket.write(text[at++] ?? "y"), 20);
    await closedBy(socket, () => undefined).finally(() => clearInterval(timer));
    assert(at > 10, "it was not cut off at once");
    await alice.client.call("showDevice", {});
  });

  it("server__a_body_from_a_stranger_is_not_waited_for", async () => {
    const { host, port } = placeOf(device);
    const socket = connectTls({ host, port, rejectUnauthorized: false });
    await once(socket, "secureConnect");
    socket.write("POST /v1/volumes HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n");
    socket.write("content-length: 100000\r\n\r\n");
    const [answer] = await once(socket, "data");
    assert.match(String(answer), /^HTTP\/1\.1 403 [\s\S]*identity_required/);
    socket.destroy();
  });

  const PLACES: [string, unknown][] = [
    ["lab", { host: "lab", port: 7411 }],
    ["10.1.2.3:80", { host: "10.1.2.3", port: 80 }],
    ["[::1]:80", { host: "::1", port: 80 }],
    ["::1", { host: "::1", port: 7411 }],
    ["a:b", undefined],
    ["a:70000", undefined],
    ["[lab]:1", undefined],
    ["", undefined],
    ["a b", undefined],
  ];
  for (const [text, place] of PLACES) {
    it(`parseHostPort__'${text}'`, () => assert.deepEqual(parseHostPort(text), place));
  }
});
