/** The control API on TCP with TLS 1.3, where every client is a stranger until it is known. */
import type { RequestListener, Server } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { KeyPair } from "../../identity/key-pair.js";
import { Connections } from "./connections.js";
import { type HostPort, hostPortText } from "./host-port.js";
import type { Listener } from "./listener.js";
import { listening } from "./listening.js";

/** A client that needs longer is none, or means no good. */
const HANDSHAKE_TIMEOUT_MS = 5000;
const HEADERS_TIMEOUT_MS = 5000;
/** With the body; the largest is small. */
const REQUEST_TIMEOUT_MS = 10_000;
const TIMEOUTS_CHECKED_EVERY_MS = 1000;
const HEADERS_MAX_BYTES = 16 * 1024;
/** What one process can hold beside its sessions' descriptors. */
const CONNECTIONS_MAX = 512;

export class TlsListener implements Listener {
  readonly #hostPort: HostPort;
  readonly #keyPair: KeyPair;
  #port = 0;

  constructor(hostPort: HostPort, keyPair: KeyPair) {
    this.#hostPort = hostPort;
    this.#keyPair = keyPair;
  }

  /** Known once it listens. */
  get port(): number {
    return this.#port;
  }

  createServer(handler: RequestListener): Server {
    const server = createServer(
      {
        key: this.#keyPair.keyPem,
        cert: this.#keyPair.certificatePem,
        minVersion: "TLSv1.3",
        requestCert: true,
        // A pinned key needs no authority. The handshake proves that the client has the key;
        // whose it is, and why it is refused, is said in the answer and in the log.
        rejectUnauthorized: false,
        handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
        headersTimeout: HEADERS_TIMEOUT_MS,
        requestTimeout: REQUEST_TIMEOUT_MS,
        connectionsCheckingInterval: TIMEOUTS_CHECKED_EVERY_MS,
        maxHeaderSize: HEADERS_MAX_BYTES,
      },
      handler,
    );
    server.maxConnections = CONNECTIONS_MAX;
    return server;
  }

  connections(server: Server): Connections {
    return Connections.perAddress(server);
  }

  async listen(server: Server): Promise<void> {
    const place = hostPortText(this.#hostPort);
    const done = listening(server, place, ["Choose another: --listen ADDRESS:PORT"]);
    server.listen(this.#hostPort);
    await done;
    const { port } = server.address() as AddressInfo;
    this.#port = port;
  }
}
