/** Making a key pair and its certificate, through an X.509 library that takes time to load. */
import "reflect-metadata";
import { randomBytes, webcrypto } from "node:crypto";
import { cryptoProvider, X509CertificateGenerator } from "@peculiar/x509";

export interface KeyPair {
  /** PKCS #8. */
  keyPem: string;
  certificatePem: string;
}

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const DAY_MS = 24 * 3_600_000;

/** A new key and a certificate that it signed itself; whoever pins the key needs no more. */
export async function makeKeyPair(name: string, days: number, now: Date): Promise<KeyPair> {
  cryptoProvider.set(webcrypto as unknown as Crypto);
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    // Given as parts: a name in the text form could add attributes of its own.
    name: [{ CN: [name] }],
    notBefore: now,
    notAfter: new Date(now.getTime() + days * DAY_MS),
    signingAlgorithm: ALGORITHM,
    keys,
  });
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey("pkcs8", keys.privateKey));
  return { keyPem: pem("PRIVATE KEY", pkcs8), certificatePem: `${certificate.toString("pem")}\n` };
}

/** Positive, as RFC 5280 asks: the first bit is 0, and not all are. */
function serialNumber(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes.toString("hex");
}

function pem(label: string, der: Buffer): string {
  const lines = der.toString("base64").replace(/(.{64})(?=.)/g, "$1\n");
  return `-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----\n`;
}
