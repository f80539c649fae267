/** Certificates as clients might show them: of any age, by any authority, or by themselves. */
import "reflect-metadata";
import { webcrypto } from "node:crypto";
import {
  BasicConstraintsExtension,
  cryptoProvider,
  ExtendedKeyUsageExtension,
  X509CertificateGenerator,
} from "@peculiar/x509";
import type { KeyPair } from "../../src/identity/key-pair.js";

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const HOUR_MS = 3_600_000;

export const SERVER_AUTHENTICATION = "1.3.6.1.5.5.7.3.1";
export const CLIENT_AUTHENTICATION = "1.3.6.1.5.5.7.3.2";

export interface TestAuthority extends KeyPair {
  name: string;
  keys: CryptoKeyPair;
}

type CryptoKeyPair = Awaited<ReturnType<typeof newKeys>>;

function newKeys() {
  return webcrypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
}

export interface CertificateWishes {
  name: string;
  groups?: string[];
  /** From now, in hours; negative: in the past. */
  fromHours?: number;
  toHours?: number;
  usage?: string;
  /** Absent: it signs itself. */
  by?: TestAuthority;
  authority?: boolean;
}

export async function makeCertificate(wishes: CertificateWishes): Promise<TestAuthority> {
  cryptoProvider.set(webcrypto as unknown as Crypto);
  const { name, groups = [], fromHours = -1, toHours = 24, usage, by, authority = false } = wishes;
  const keys = await newKeys();
  const at = (hours: number) => new Date(Date.now() + hours * HOUR_MS);
  const certificate = await X509CertificateGenerator.create({
    serialNumber: "4a",
    subject: [{ CN: [name] }, ...groups.map((group) => ({ OU: [group] }))],
    issuer: by === undefined ? [{ CN: [name] }] : [{ CN: [by.name] }],
    notBefore: at(fromHours),
    notAfter: at(toHours),
    signingAlgorithm: ALGORITHM,
    publicKey: keys.publicKey,
    signingKey: (by?.keys ?? keys).privateKey,
    extensions: [
      new BasicConstraintsExtension(authority, undefined, true),
      ...(usage === undefined ? [] : [new ExtendedKeyUsageExtension([usage])]),
    ],
  });
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey("pkcs8", keys.privateKey));
  const body = pkcs8.toString("base64").replace(/(.{64})/g, "$1\n");
  return {
    name,
    keys,
    certificatePem: certificate.toString("pem"),
    keyPem: `-----BEGIN PRIVATE KEY-----\n${body}\n-----END PRIVATE KEY-----\n`,
  };
}
