/** All devices that can be known of, each asked how it is. */
import { ControlClient } from "../control/client.js";
import type { Device } from "../control/schemas.js";
import { UserError } from "../errors.js";
import { configuredDevices, type KnownDevice } from "./configured.js";
import { localDevices } from "./local.js";

/** A device that takes longer to answer counts as unreachable. */
const ANSWER_TIMEOUT_MS = 2000;

export type DiscoveredDevice = KnownDevice &
  ({ reachable: true; device: Device } | { reachable: false; reason: string });

/** Devices running here first, then configured ones; each socket once. */
export async function discoverDevices(env: NodeJS.ProcessEnv): Promise<DiscoveredDevice[]> {
  return Promise.all((await knownDevices(env)).map(ask));
}

/** Devices here and in the configuration; a socket that is both counts as local. */
export async function knownDevices(env: NodeJS.ProcessEnv): Promise<KnownDevice[]> {
  const [local, configured] = await Promise.all([localDevices(env), configuredDevices(env)]);
  const sockets = new Set(local.map(({ socket }) => socket));
  return [...local, ...configured.filter(({ socket }) => !sockets.has(socket))];
}

async function ask(known: KnownDevice): Promise<DiscoveredDevice> {
  try {
    const client = new ControlClient(known.socket);
    const device = await client.call("showDevice", {}, { timeoutMs: ANSWER_TIMEOUT_MS });
    return { ...known, reachable: true, device };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { ...known, reachable: false, reason: error.message };
  }
}
