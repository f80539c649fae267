/** The key by which clients know a device again, kept in its state directory. */
import { X509Certificate } from "node:crypto";
import { join } from "node:path";
import { UserError } from "../errors.js";
import { factsOf, parseCertificate } from "../identity/certificate.js";
import type { KeyPair } from "../identity/key-pair.js";
import { readIfThere, readSecret, writePrivateFile } from "../identity/private-file.js";

/** Clients compare the key and not the dates: it is good until it is replaced. */
const DAYS = 36_500;

export interface DeviceKey extends KeyPair {
  fingerprint: string;
}

/**
 * Reads the key, or makes one at first use.
 *
 * @throws UserError `file_unreadable`, also where others may read it; `file_unwritable`
 */
export async function deviceKeyIn(directory: string, deviceName: string): Promise<DeviceKey> {
  const keyPath = join(directory, "device.key");
  const certificatePath = join(directory, "device.crt");
  const certificatePem = await readIfThere(certificatePath);
  if (certificatePem === undefined) return made(deviceName, keyPath, certificatePath);
  const certificate = parseCertificate(certificatePem);
  if (certificate !== undefined) {
    const { fingerprint } = factsOf(certificate);
    return { certificatePem, keyPem: await readSecret(keyPath), fingerprint };
  }
  throw new UserError("file_unreadable", `The device's certificate ${certificatePath} is none`, {
    nextSteps: [
      "Mend it, or remove it: the device gets a new key, and clients have to add it anew.",
    ],
  });
}

async function made(name: string, keyPath: string, certificatePath: string): Promise<DeviceKey> {
  const { makeKeyPair } = await import("../identity/key-pair.js");
  const pair = await makeKeyPair(name, DAYS, new Date());
  // The key first: where a certificate is, its key is too.
  await writePrivateFile(keyPath, pair.keyPem);
  await writePrivateFile(certificatePath, pair.certificatePem);
  return { ...pair, fingerprint: factsOf(new X509Certificate(pair.certificatePem)).fingerprint };
}
