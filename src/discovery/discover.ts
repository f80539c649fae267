/** All devices that can be known of, each asked how it is. */
import { ControlClient } from "../control/client.js";
import type { Device } from "../control/schemas.js";
import { parseHostPort } from "../control/transport/host-port.js";
import { UserError } from "../errors.js";
import { AddedDevices } from "./added.js";
import { configuration } from "./configured.js";
import { endpointOf } from "./endpoints.js";
import type { Hint } from "./hint.js";
import type { KnownDevice, NetworkDevice } from "./known.js";
import { localDevices } from "./local.js";

/** A device that takes longer to answer counts as unreachable. */
const ANSWER_TIMEOUT_MS = 2000;

/** Why a device is believed to be the one that it says it is. */
export type Trust = "local" | "pinned" | "untrusted" | "key_changed";

export type DiscoveredDevice = KnownDevice & {
  trust: Trust;
  /** Other places at which the same device was found. */
  also: string[];
  /** The key that it showed, where nobody vouches for one. */
  shown: string | null;
} & ({ reachable: true; device: Device } | { reachable: false; reason: string });

export interface Discovered {
  devices: DiscoveredDevice[];
  /** What could not be looked at, in words. */
  notes: string[];
}

/** Ways to look beyond this machine. */
export interface Lookouts {
  announced(): Promise<Hint[]>;
  inDomain(domain: string): Promise<Hint[]>;
}

/**
 * Devices that run here, then those known, then those that somebody tells of. What is the same
 * device is one of them.
 */
export async function discoverDevices(
  env: NodeJS.ProcessEnv,
  lookouts: Lookouts | null,
): Promise<Discovered> {
  const known = await knownDevices(env);
  const { hints, notes } = lookouts === null ? NOTHING : await lookAround(env, lookouts);
  const strangers = hints.filter((hint) => !known.some((device) => isSame(device, hint)));
  const all = [...known, ...unique(strangers).map(deviceFrom)];
  return { devices: merged(await Promise.all(all.map((device) => ask(device, env)))), notes };
}

/**
 * Devices here, added and in the configuration; a socket that is both here and configured is
 * here. On the network one device may be known by several names, each with an identity.
 */
export async function knownDevices(env: NodeJS.ProcessEnv): Promise<KnownDevice[]> {
  const [local, { devices }, added] = await Promise.all([
    localDevices(env),
    configuration(env),
    new AddedDevices(env).list(),
  ]);
  const sockets = new Set(local.map(({ socket }) => socket));
  const elsewhere = devices.filter((device) => !("socket" in device && sockets.has(device.socket)));
  return [...local, ...added, ...elsewhere];
}

const NOTHING: { hints: Hint[]; notes: string[] } = { hints: [], notes: [] };

async function lookAround(env: NodeJS.ProcessEnv, lookouts: Lookouts) {
  const { domains } = await configuration(env);
  const looks = [
    lookouts.announced().catch((error: Error) => `Nobody can announce here: ${error.message}`),
    ...domains.map((domain) => lookouts.inDomain(domain).catch((error: Error) => error.message)),
  ];
  const found = await Promise.all(looks);
  return {
    hints: found.flatMap((hints) => (typeof hints === "string" ? [] : hints)),
    notes: found.filter((note) => typeof note === "string"),
  };
}

function placeOf(device: KnownDevice): string {
  return "socket" in device ? device.socket : device.address;
}

function isSame(device: KnownDevice, { address, claims }: Hint): boolean {
  if ("socket" in device) return false;
  return device.address === address || (claims !== null && device.fingerprint === claims);
}

function unique(hints: Hint[]): Hint[] {
  return [...new Map(hints.map((hint) => [hint.address, hint])).values()];
}

function deviceFrom({ name, address, source }: Hint): NetworkDevice {
  return { name, address, fingerprint: null, identity: null, token_file: null, source };
}

async function ask(known: KnownDevice, env: NodeJS.ProcessEnv): Promise<DiscoveredDevice> {
  const base = { ...known, also: [], shown: null };
  try {
    if ("address" in known && known.fingerprint === null) return await look(known);
    const client = new ControlClient(await endpointOf(known, env));
    const device = await client.call("showDevice", {}, { timeoutMs: ANSWER_TIMEOUT_MS });
    return { ...base, trust: "socket" in known ? "local" : "pinned", reachable: true, device };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { ...base, trust: trustDespite(known, error), reachable: false, reason: error.message };
  }
}

function trustDespite(known: KnownDevice, { code }: UserError): Trust {
  if (code === "device_key_changed") return "key_changed";
  if ("socket" in known) return "local";
  return known.fingerprint === null ? "untrusted" : "pinned";
}

/** A stranger: which key it shows is all that is asked. */
async function look(device: NetworkDevice): Promise<DiscoveredDevice> {
  const place = parseHostPort(device.address);
  const { shownFingerprint } = await import("../control/transport/tls-endpoint.js");
  const told = (shown: string | null, reason: string): DiscoveredDevice => ({
    ...device,
    trust: "untrusted",
    also: [],
    shown,
    reachable: false,
    reason,
  });
  try {
    if (place === undefined) throw new Error("its address is none");
    const shown = await shownFingerprint(place, AbortSignal.timeout(ANSWER_TIMEOUT_MS));
    return told(shown, `not trusted; add it: memvol device add ${device.name} ${device.address}`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return told(null, `it does not answer: ${reason}`);
  }
}

/** The same device at several places is the first of them; strangers are not asked who they are. */
function merged(devices: DiscoveredDevice[]): DiscoveredDevice[] {
  const byId = new Map<string, DiscoveredDevice>();
  return devices.filter((found) => {
    if (!found.reachable) return true;
    const first = byId.get(found.device.id);
    if (first === undefined) byId.set(found.device.id, found);
    else first.also.push(placeOf(found));
    return first === undefined;
  });
}
