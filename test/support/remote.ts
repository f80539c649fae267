/** Clients of a test device that come over the network, each with a key of its own. */

import { createPublicKey } from "node:crypto";
import { ControlClient } from "../../src/control/client.js";
import { type HostPort, parseHostPort } from "../../src/control/transport/host-port.js";
import { type Credentials, TlsEndpoint } from "../../src/control/transport/tls-endpoint.js";
import type { DeviceConfig } from "../../src/device/config.js";
import { fingerprintOf } from "../../src/identity/fingerprint.js";
import type { KeyPair } from "../../src/identity/key-pair.js";
import { makeCertificate } from "./certificates.js";
import type { TestDevice } from "./device.js";

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
