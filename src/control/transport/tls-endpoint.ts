/**
 * The control API over TLS 1.3. The device proves that it has the key with the fingerprint that
 * we know, as in SSH: no authority is asked, and nothing is sent before that.
 */
import type { X509Certificate } from "node:crypto";
import { addAbortSignal, type Duplex } from "node:stream";
import { connect, type SecureContextOptions, type TLSSocket } from "node:tls";
import { UserError } from "../../errors.js";
import { fingerprintOf } from "../../identity/fingerprint.js";
import type { KeyPair } from "../../identity/key-pair.js";
import type { Endpoint } from "./endpoint.js";
import { type HostPort, hostPortText } from "./host-port.js";
import { opened } from "./opened.js";

/** With what a client says who it is. */
export type Credentials = { keyPair: KeyPair } | { token: string };

/** An identity's certificate, or none for a client that brings a token. */
function certificateOf(credentials: Credentials | undefined): SecureContextOptions {
  if (credentials === undefined || !("keyPair" in credentials)) return {};
  return { cert: credentials.keyPair.certificatePem, key: credentials.keyPair.keyPem };
}

async function connectTls(
  { host, port }: HostPort,
  credentials: Credentials | undefined,
  signal: AbortSignal,
): Promise<TLSSocket> {
  const socket = connect({
    host,
    port,
    minVersion: "TLSv1.3",
    // Whom the certificate is by matters not: the fingerprint is compared below.
    rejectUnauthorized: false,
    ...certificateOf(credentials),
  });
  return opened(addAbortSignal(signal, socket), "secureConnect");
}

/** The fingerprint that a device shows to whoever connects; what it is worth is not known. */
export async function shownFingerprint(place: HostPort, signal: AbortSignal): Promise<string> {
  const socket = await connectTls(place, undefined, signal);
  const fingerprint = fingerprintShownOn(socket);
  socket.destroy();
  return fingerprint;
}

function fingerprintShownOn(socket: TLSSocket): string {
  const certificate: X509Certificate | undefined = socket.getPeerX509Certificate();
  // A TLS 1.3 server without pre-shared keys always has one.
  if (certificate === undefined) throw new Error("the device showed no certificate");
  return fingerprintOf(certificate.publicKey);
}

export class TlsEndpoint implements Endpoint {
  readonly place: string;
  readonly headers: Record<string, string>;
  readonly #hostPort: HostPort;
  readonly #fingerprint: string;
  readonly #credentials: Credentials;

  constructor(hostPort: HostPort, fingerprint: string, credentials: Credentials) {
    this.place = hostPortText(hostPort);
    this.headers = "token" in credentials ? { authorization: `Bearer ${credentials.token}` } : {};
    this.#hostPort = hostPort;
    this.#fingerprint = fingerprint;
    this.#credentials = credentials;
  }

  /** @throws UserError `device_key_changed` */
  async connect(signal: AbortSignal): Promise<Duplex> {
    const socket = await connectTls(this.#hostPort, this.#credentials, signal);
    const shown = fingerprintShownOn(socket);
    if (shown === this.#fingerprint) return socket;
    socket.destroy();
    throw keyChanged(this.place, this.#fingerprint, shown);
  }
}

function keyChanged(place: string, known: string, shown: string): UserError {
  return new UserError(
    "device_key_changed",
    `THE KEY OF THE DEVICE AT ${place} IS NOT THE ONE THAT YOU KNOW. Somebody may stand between ` +
      `you and it, or it got a new key. Known: ${known}; shown: ${shown}. Nothing was sent`,
    {
      nextSteps: [
        "Ask its administrator whether the key was replaced, by another way than this network.",
        "If it was: memvol device remove NAME, then memvol device add NAME ADDRESS.",
      ],
    },
  );
}
