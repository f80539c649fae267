/**
 * A worker on the network: takes connections over TLS 1.3 and works for one coordinator at a
 * time, whose key it was told to trust. Who shows another key is told so, and nothing is read
 * of what it sends.
 */
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer, type Server, type TLSSocket } from "node:tls";
import type { NativeBinding } from "../../binding/native.js";
import { type HostPort, hostPortText } from "../../control/transport/host-port.js";
import { listening } from "../../control/transport/listening.js";
import { UserError } from "../../errors.js";
import { type CertificateFacts, factsOf } from "../../identity/certificate.js";
import type { KeyPair } from "../../identity/key-pair.js";
import { encodeMessage } from "./encoding.js";
import type { WorkerHost } from "./messages.js";
import { WorkerSession } from "./session.js";

const HANDSHAKE_TIMEOUT_MS = 5000;
/** Of strangers that are told so, and of coordinators that find it busy. */
const CONNECTIONS_MAX = 64;

export interface WorkerServerOptions {
  listen: HostPort;
  keyPair: KeyPair;
  /** Fingerprints of the keys of those who may use it. */
  trusted: readonly string[];
  binding: Pick<NativeBinding, "prepareRun">;
  host: WorkerHost;
  /** For the log. */
  say(text: string): void;
}

export interface WorkerServer {
  /** `host:port`. */
  address: string;
  close(): Promise<void>;
}

/** @throws UserError `address_in_use`, `config_invalid` */
export async function serveWorker(options: WorkerServerOptions): Promise<WorkerServer> {
  const { listen, keyPair } = options;
  const server = createServer({
    key: keyPair.keyPem,
    cert: keyPair.certificatePem,
    minVersion: "TLSv1.3",
    requestCert: true,
    // The handshake proves that the other side has its key; whose it is, is looked up below.
    rejectUnauthorized: false,
    handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
  });
  server.maxConnections = CONNECTIONS_MAX;
  const desk = new Desk(options);
  server.on("secureConnection", (socket) => desk.receive(socket));
  const place = hostPortText(listen);
  const done = listening(server, place, ["Choose another: --listen ADDRESS:PORT"]);
  server.listen(listen);
  await done;
  const { port } = server.address() as AddressInfo;
  return {
    address: hostPortText({ host: listen.host, port }),
    close: () => closeAll(server, desk),
  };
}

async function closeAll(server: Server, desk: Desk): Promise<void> {
  const closed = once(server, "close");
  server.close();
  await desk.close();
  await closed;
}

/** Where coordinators come to. */
class Desk {
  readonly #options: WorkerServerOptions;
  readonly #sockets = new Set<TLSSocket>();
  #session: WorkerSession | undefined;

  constructor(options: WorkerServerOptions) {
    this.#options = options;
  }

  receive(socket: TLSSocket): void {
    this.#sockets.add(socket);
    socket.once("close", () => this.#sockets.delete(socket));
    // Who hangs up is told nothing.
    socket.on("error", () => undefined);
    try {
      const { name, fingerprint } = this.#known(socket);
      if (this.#session !== undefined) throw busy();
      const who = `'${name}' (${fingerprint}) at ${socket.remoteAddress}`;
      this.#begin(socket, who);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      this.#refuse(socket, error);
    }
  }

  async close(): Promise<void> {
    await this.#session?.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  #begin(socket: TLSSocket, who: string): void {
    const { binding, host, say } = this.#options;
    say(`working for ${who}`);
    this.#session = new WorkerSession(socket, {
      binding,
      host,
      onEnd: (reason) => {
        this.#session = undefined;
        say(`done with ${who}: ${reason}`);
      },
    });
  }

  #refuse(socket: TLSSocket, { code, message, nextSteps }: UserError): void {
    this.#options.say(`refused ${socket.remoteAddress}: ${message}`);
    const error = { code, message, next_steps: nextSteps };
    socket.write(`${encodeMessage({ kind: "failed", error })}\n`);
    // It is not asked to hang up: strangers must not use up the connections.
    socket.destroySoon();
  }

  /** @throws UserError `identity_required`, `identity_unknown`, `identity_expired` */
  #known(socket: TLSSocket): CertificateFacts {
    const certificate = socket.getPeerX509Certificate();
    if (certificate === undefined) throw required();
    const facts = factsOf(certificate);
    if (!this.#options.trusted.includes(facts.fingerprint)) throw unknown(facts);
    const now = new Date();
    if (now < facts.validFrom || facts.validTo <= now) throw expired(facts);
    return facts;
  }
}

function busy(): UserError {
  return new UserError("worker_busy", "It works for another coordinator already", {
    nextSteps: ["Wait until that run is over: two at once would measure each other."],
  });
}

function required(): UserError {
  return new UserError("identity_required", "It wants to know who you are", {
    nextSteps: ["Make an identity, memvol identity create NAME, and have it trusted there."],
  });
}

function unknown({ fingerprint }: CertificateFacts): UserError {
  return new UserError("identity_unknown", `It does not know the key ${fingerprint}`, {
    nextSteps: [`Start it so that it does: memvol bench worker --trust ${fingerprint}`],
  });
}

function expired({ name, validFrom, validTo }: CertificateFacts): UserError {
  const span = `${validFrom.toISOString()} to ${validTo.toISOString()}`;
  return new UserError("identity_expired", `The certificate of '${name}' is valid from ${span}`, {
    nextSteps: ["Make a new identity and have it trusted, or set the clocks right."],
  });
}
