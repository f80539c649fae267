/** Clients of a test device that come over the network, each with a key of its own. */

import { createPublicKey } from "node:crypto";
import { join } from "node:path";
import { ControlClient } from "../../src/control/client.js";
import { type HostPort, parseHostPort } from "../../src/control/transport/host-port.js";
import { type Credentials, TlsEndpoint } from "../../src/control/transport/tls-endpoint.js";
import type { DeviceConfig } from "../../src/device/config.js";
import { fingerprintOf } from "../../src/identity/fingerprint.js";
import type { KeyPair } from "../../src/identity/key-pair.js";
import { makeCertificate } from "./certificates.js";
import { startTestDevice, type TestDevice } from "./device.js";
import { makeTestDirectory, type TestDirectory } from "./directory.js";

/** For startTestDevice: on a free port of the loopback interface. */
export const ON_NETWORK: Pick<DeviceConfig, "network"> = {
  network: {
    listen: { host: "127.0.0.1", port: 0 },
    announce: false,
    clientCa: null,
    tokens: null,
  },
};

/** Where a device listens, and by which key it is known. */
export function placeOf(device: Pick<TestDevice, "daemon">): HostPort & { fingerprint: string } {
  const { listen } = device.daemon.describe();
  const place = listen === null ? undefined : parseHostPort(listen.address);
  if (listen === null || place === undefined) throw new Error("the device is not on the network");
  return { ...place, fingerprint: listen.fingerprint };
}

export function clientWith(device: TestDevice, credentials: Credentials): ControlClient {
  const { fingerprint, ...place } = placeOf(device);
  return new ControlClient(new TlsEndpoint(place, fingerprint, credentials));
}

export interface RemoteClient {
  client: ControlClient;
  keyPair: KeyPair;
  fingerprint: string;
}

/** Somebody whose key the device trusts under this name. */
export async function trustedClient(
  device: TestDevice,
  name: string,
  groups: string[] = [],
): Promise<RemoteClient> {
  const keyPair = await makeCertificate({ name });
  const fingerprint = fingerprintOf(createPublicKey(keyPair.certificatePem));
  await device.client.call("trustIdentity", { params: { name }, body: { fingerprint, groups } });
  return { client: clientWith(device, { keyPair }), keyPair, fingerprint };
}

/** Writes a policy that permits this, whatever else. */
export async function permit(device: TestDevice, ...actions: string[]): Promise<string> {
  const listed = actions.map((action) => `Action::"${action}"`).join(", ");
  const text = `permit (principal, action in [${listed}], resource);`;
  return (await device.client.call("addPolicy", { body: { text } })).id;
}

/** A device on the network, seen from another user's machine. */
export class NetworkedDevice {
  readonly device: TestDevice;
  readonly address: string;
  readonly fingerprint: string;
  readonly #directories: TestDirectory[] = [];

  private constructor(device: TestDevice) {
    const { host, port, fingerprint } = placeOf(device);
    this.device = device;
    this.address = `${host}:${port}`;
    this.fingerprint = fingerprint;
  }

  static async start(): Promise<NetworkedDevice> {
    return new NetworkedDevice(await startTestDevice(ON_NETWORK));
  }

  /** The environment of a machine that knows nothing yet. */
  async machine(): Promise<{ XDG_CONFIG_HOME: string; MEMVOL_RUNTIME_DIR: string }> {
    const directory = await makeTestDirectory();
    this.#directories.push(directory);
    return {
      XDG_CONFIG_HOME: directory.path,
      MEMVOL_RUNTIME_DIR: join(directory.path, "run"),
    };
  }

  async stop(): Promise<void> {
    await this.device.stop();
    await Promise.all(this.#directories.map((directory) => directory.remove()));
  }
}
