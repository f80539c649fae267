/** Where a control server listens, and what it can tell of a client there. */
import type { IncomingMessage, RequestListener, Server } from "node:http";
import { TLSSocket } from "node:tls";
import type { Credentials } from "../authentication.js";
import type { Connections } from "./connections.js";

export interface Listener {
  createServer(handler: RequestListener): Server;
  connections(server: Server): Connections;
  /** @throws UserError `address_in_use` */
  listen(server: Server): Promise<void>;
}

const BEARER = /^Bearer +(\S+)$/i;

export function credentialsOf({ socket, headers }: IncomingMessage): Credentials {
  const { authorization } = headers;
  return {
    certificate: socket instanceof TLSSocket ? socket.getPeerX509Certificate() : undefined,
    bearer: authorization === undefined ? undefined : BEARER.exec(authorization)?.[1],
    address: plainAddress(socket.remoteAddress ?? ""),
  };
}

/** An IPv4 client of a socket that listens on both comes as `::ffff:10.1.2.3`. */
function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, "").replace(/%.*$/, "");
}
