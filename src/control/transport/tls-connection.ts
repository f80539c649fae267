/** A TLS 1.3 connection to somebody who is known by the fingerprint of their key, as in SSH. */
import type { X509Certificate } from "node:crypto";
import { addAbortSignal } from "node:stream";
import { connect, type SecureContextOptions, type TLSSocket } from "node:tls";
import { fingerprintOf } from "../../identity/fingerprint.js";
import type { HostPort } from "./host-port.js";
import { opened } from "./opened.js";

/**
 * Open, with the other side's key proved by the handshake. No authority is asked whose it is:
 * compare the fingerprint before anything is sent.
 */
export async function connectTls(
  { host, port }: HostPort,
  certificate: SecureContextOptions,
  signal: AbortSignal,
): Promise<TLSSocket> {
  const socket = connect({
    host,
    port,
    minVersion: "TLSv1.3",
    rejectUnauthorized: false,
    ...certificate,
  });
  return opened(addAbortSignal(signal, socket), "secureConnect");
}

/** Of the server's key. */
export function fingerprintShownOn(socket: TLSSocket): string {
  const certificate: X509Certificate | undefined = socket.getPeerX509Certificate();
  // A TLS 1.3 server without pre-shared keys always has one.
  if (certificate === undefined) throw new Error("the server showed no certificate");
  return fingerprintOf(certificate.publicKey);
}
