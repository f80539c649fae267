import assert from "node:assert/strict";
import { EventEmitter } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { MulticastDNS } from "multicast-dns";
import { Announcer } from "../../src/device/announcer.js";
import { addDevice } from "../../src/discovery/adding.js";
import { discoverDevices, type Lookouts } from "../../src/discovery/discover.js";
import { devicesInDomain } from "../../src/discovery/dns-records.js";
import type { Hint } from "../../src/discovery/hint.js";
import { announcedDevices } from "../../src/discovery/multicast.js";
import { IdentityStore } from "../../src/identity/identities.js";
import { SILENT_LOG, type TestDevice } from "../support/device.js";
import { userError } from "../support/errors.js";
import { serveNames } from "../support/name-server.js";
import { NetworkedDevice } from "../support/remote.js";

const KEY = `SHA256:${"k".repeat(43)}`;

/** Longer than a device takes to answer for the second time. */
const LISTEN_MS = 500;

/** A network in one process: whatever one sends, all hear. */
class FakeNetwork {
  readonly #sockets = new Set<EventEmitter>();

  open(): MulticastDNS {
    const socket = new EventEmitter();
    const tell = (event: string) => (packet: object, done?: () => void) => {
      for (const other of this.#sockets)
        other.emit(event, { answers: [], additionals: [], ...packet });
      done?.();
    };
    this.#sockets.add(socket);
    return Object.assign(socket, {
      query: tell("query"),
      respond: tell("response"),
      destroy: (done?: () => void) => {
        this.#sockets.delete(socket);
        done?.();
      },
    }) as unknown as MulticastDNS;
  }
}

describe("announcing", () => {
  const announce = (network: FakeNetwork, deviceName: string, host = "192.0.2.7") =>
    new Announcer({
      deviceName,
      deviceId: deviceName,
      place: { host, port: 7411 },
      fingerprint: KEY,
      log: SILENT_LOG,
      open: () => network.open(),
    });

  it("announced__is_found_by_whoever_asks", async () => {
    const network = new FakeNetwork();
    const announcers = [announce(network, "one"), announce(network, "two", "2001:db8::7")];
    const found = await announcedDevices(() => network.open(), LISTEN_MS);
    const said = { claims: KEY, source: "announced" };
    assert.deepEqual(
      found.sort((a, b) => (a.name < b.name ? -1 : 1)),
      [
        { name: "one", address: "192.0.2.7:7411", ...said },
        { name: "two", address: "[2001:db8::7]:7411", ...said },
      ],
    );
    await announcers[0]?.close();
    assert.equal((await announcedDevices(() => network.open(), LISTEN_MS)).length, 1);
  });

  it("announced__nonsense_does_no_harm", async () => {
    const network = new FakeNetwork();
    const asked = new EventEmitter();
    const liar = network.open();
    liar.on("query", () => asked.emit("query"));
    asked.on("query", () => {
      const name = "\u001b[2Jevil name._memvol._tcp.local";
      const answers = [
        { name: "_memvol._tcp.local", type: "PTR", data: name },
        { name, type: "SRV", data: { target: "a b\n", port: 1 } },
        { name, type: "TXT", data: ["key=nonsense"] },
        { name: "_memvol._tcp.local", type: "PTR", data: "without more" },
      ];
      liar.respond({ answers } as never);
    });
    const [hint, ...others] = await announcedDevices(() => network.open(), LISTEN_MS);
    assert.equal(others.length, 0);
    assert.match(hint?.name ?? "", /^_+.2Jevil_name$/);
    assert.deepEqual([hint?.address, hint?.claims], ["a_b_:1", null]);
  });
});

describe("devices of a domain", () => {
  const failing = (code: string) => async () => {
    throw Object.assign(new Error(code), { code });
  };

  it("srv_records__of_a_name_server_are_devices", async () => {
    const name = "_memvol._tcp.example.org";
    const lab = { target: "lab.example.org", port: 7411, priority: 0, weight: 0 };
    const { resolver, stop } = await serveNames([
      { name, type: "SRV", data: lab },
      { name, type: "TXT", data: ["txtvers=1", `key=${KEY}`] },
      { name: "_memvol._tcp.two.example.org", type: "SRV", data: lab },
      { name: "_memvol._tcp.two.example.org", type: "SRV", data: { ...lab, target: "b.org" } },
    ]);
    const address = "lab.example.org:7411";
    assert.deepEqual(await devicesInDomain("example.org", resolver), [
      { name: "lab", address, claims: KEY, source: "dns" },
    ]);
    const two = await devicesInDomain("two.example.org", resolver);
    assert.deepEqual(two.map((hint) => hint.address).sort(), ["b.org:7411", address]);
    assert.deepEqual(await devicesInDomain("none.example.org", resolver), []);
    stop();
    const unanswered = devicesInDomain("example.org", resolver);
    await assert.rejects(unanswered, userError("device_unreachable", /example\.org: /));
  });

  it("srv_records__none_are_no_devices", async () => {
    const resolver = { resolveSrv: failing("ENOTFOUND"), resolveTxt: failing("ENOTFOUND") };
    assert.deepEqual(await devicesInDomain("example.org", resolver), []);
  });

  it("dns__that_does_not_answer_is_told", async () => {
    const resolver = { resolveSrv: failing("ETIMEOUT"), resolveTxt: failing("ETIMEOUT") };
    const answer = devicesInDomain("example.org", resolver);
    await assert.rejects(answer, userError("device_unreachable", /example\.org: ETIMEOUT/));
  });
});

describe("discovery on the network", () => {
  let networked: NetworkedDevice;
  let device: TestDevice;
  let env: Awaited<ReturnType<NetworkedDevice["machine"]>>;
  let address: string;
  let fingerprint: string;
  before(async () => {
    networked = await NetworkedDevice.start();
    ({ device, address, fingerprint } = networked);
  });
  after(() => networked.stop());
  beforeEach(async () => {
    env = await networked.machine();
  });

  const lookouts = (hints: Hint[]): Lookouts => ({
    announced: async () => hints,
    inDomain: async () => [],
  });
  const hint = (claims: string | null, at = address): Hint => ({
    name: "test",
    address: at,
    claims,
    source: "announced",
  });

  async function known(): Promise<void> {
    const { fingerprint: key } = await new IdentityStore(env).create("alice", 1);
    const body = { fingerprint: key, groups: [] };
    await device.client.call("revokeIdentity", { params: { name: "alice" } });
    await device.client.call("trustIdentity", { params: { name: "alice" }, body });
    await addDevice({ name: "lab", address, fingerprint, confirm: async () => false }, env);
  }

  it("stranger__is_shown_with_its_key_and_as_untrusted", async () => {
    const { devices } = await discoverDevices(env, lookouts([hint(fingerprint), hint(null)]));
    const [found, ...others] = devices;
    assert.equal(others.length, 0);
    assert(found && !found.reachable);
    assert.deepEqual([found.trust, found.shown], ["untrusted", fingerprint]);
    assert.match(found.reason, /memvol device add test 127\.0\.0\.1:/);
  });

  it("known__is_one_device_wherever_it_is_told_of", async () => {
    await known();
    const hints = [hint(fingerprint), hint(fingerprint, "192.0.2.99:7411")];
    const { devices } = await discoverDevices(env, lookouts(hints));
    assert.deepEqual(
      devices.map(({ name, trust, reachable }) => ({ name, trust, reachable })),
      [{ name: "lab", trust: "pinned", reachable: true }],
    );
  });

  it("same_device__on_the_socket_and_the_network_is_one", async () => {
    await known();
    const here = { ...env, MEMVOL_RUNTIME_DIR: device.env.MEMVOL_RUNTIME_DIR };
    const { devices } = await discoverDevices(here, null);
    assert.deepEqual(
      devices.map(({ trust, also }) => ({ trust, also })),
      [{ trust: "local", also: [address] }],
    );
  });

  it("changed_key__is_shown_as_such", async () => {
    await known();
    const text = JSON.stringify({
      current: null,
      devices: [{ name: "lab", address, fingerprint: KEY, identity: null, token_file: null }],
    });
    await writeFile(join(env.XDG_CONFIG_HOME, "memvol", "devices.json"), text);
    const { devices } = await discoverDevices(env, null);
    assert.equal(devices[0]?.trust, "key_changed");
  });

  it("lookout__that_fails_is_a_note", async () => {
    await mkdir(join(env.XDG_CONFIG_HOME, "memvol"));
    await writeFile(join(env.XDG_CONFIG_HOME, "memvol", "config.yaml"), "domains: [example.org]");
    const failing: Lookouts = {
      announced: () => Promise.reject(new Error("no multicast")),
      inDomain: (domain) => Promise.reject(new Error(`no DNS of ${domain}`)),
    };
    const { devices, notes } = await discoverDevices(env, failing);
    assert.deepEqual(devices, []);
    assert.deepEqual(notes, ["Nobody can announce here: no multicast", "no DNS of example.org"]);
  });
});
