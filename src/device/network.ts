/** A device on the network: the control API over TLS, and its announcement. */
import type { ControlServer, ControlServerOptions } from "../control/server.js";
import { serveControl } from "../control/server.js";
import { hostPortText } from "../control/transport/host-port.js";
import { TlsListener } from "../control/transport/tls-listener.js";
import { deviceKeyIn } from "./device-key.js";
import type { Logger } from "./log.js";
import type { NetworkConfig } from "./network-config.js";
import type { UndoStack } from "./undo-stack.js";

export interface NetworkOptions {
  network: NetworkConfig;
  deviceName: string;
  deviceId: string;
  stateDirectory: string;
  server: Omit<ControlServerOptions, "listener">;
  log: Logger;
}

/** Where clients find the device, and by which key they know it. */
export interface NetworkPlace {
  address: string;
  fingerprint: string;
}

/**
 * Null for a device on this machine alone.
 *
 * @throws UserError `address_in_use`, `config_invalid`
 */
export async function serveNetwork(
  options: NetworkOptions,
  undo: UndoStack,
): Promise<NetworkPlace | null> {
  const { network, deviceName, deviceId, stateDirectory, server, log } = options;
  if (network.listen === null) return null;
  const key = await deviceKeyIn(stateDirectory, deviceName);
  const listener = new TlsListener(network.listen, key);
  const running: ControlServer = await serveControl({ ...server, listener });
  undo.push(() => running.close());
  const place = { host: network.listen.host, port: listener.port };
  if (network.announce) {
    const { Announcer } = await import("./announcer.js");
    const { fingerprint } = key;
    const announcer = new Announcer({ deviceName, deviceId, place, fingerprint, log });
    undo.push(() => announcer.close());
  }
  return { address: hostPortText(place), fingerprint: key.fingerprint };
}
