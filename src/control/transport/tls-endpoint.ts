/**
 * The control API over TLS 1.3. The device proves that it has the key with the fingerprint that
 * we know, as in SSH: no authority is asked, and nothing is sent before that.
 */
import type { Duplex } from "node:stream";
import type { SecureContextOptions } from "node:tls";
import { UserError } from "../../errors.js";
import type { KeyPair } from "../../identity/key-pair.js";
import type { Endpoint } from "./endpoint.js";
import { type HostPort, hostPortText } from "./host-port.js";
import { connectTls, fingerprintShownOn } from "./tls-connection.js";

/** With what a client says who it is. */
export type Credentials = { keyPair: KeyPair } | { token: string };

/** An identity's certificate, or none for a client that brings a token. */
function certificateOf(credentials: Credentials): SecureContextOptions {
  if (!("keyPair" in credentials)) return {};
  return { cert: credentials.keyPair.certificatePem, key: credentials.keyPair.keyPem };
}

/** The fingerprint that a device shows to whoever connects; what it is worth is not known. */
export async function shownFingerprint(place: HostPort, signal: AbortSignal): Promise<string> {
  const socket = await connectTls(place, {}, signal);
  const fingerprint = fingerprintShownOn(socket);
  socket.destroy();
  return fingerprint;
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
    const socket = await connectTls(this.#hostPort, certificateOf(this.#credentials), signal);
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
