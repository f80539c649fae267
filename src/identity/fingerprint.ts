/** Fingerprints of public keys, written as OpenSSH writes its own. */
import { createHash, type KeyObject } from "node:crypto";
import { UserError } from "../errors.js";

const FINGERPRINT = /^SHA256:[A-Za-z0-9+/]{43}$/;

/** `SHA256:` and the base64 of the hash over the key's SubjectPublicKeyInfo, without padding. */
export function fingerprintOf(publicKey: KeyObject): string {
  const der = publicKey.export({ type: "spki", format: "der" });
  return `SHA256:${createHash("sha256").update(der).digest("base64").replace(/=+$/, "")}`;
}

export function isFingerprint(text: string): boolean {
  return FINGERPRINT.test(text);
}

/** @throws UserError `usage` */
export function parseFingerprint(text: string): string {
  if (isFingerprint(text)) return text;
  throw new UserError("usage", `'${text}' is no fingerprint`, {
    nextSteps: ["A fingerprint is SHA256: and 43 characters, as memvol identity show prints it."],
  });
}
