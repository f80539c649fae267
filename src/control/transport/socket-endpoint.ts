/** The control API on a Unix socket, whose directory says whose device it is. */
import { connect } from "node:net";
import type { Duplex } from "node:stream";
import type { Endpoint } from "./endpoint.js";
import { opened } from "./opened.js";

export class SocketEndpoint implements Endpoint {
  readonly place: string;
  readonly headers = {};

  constructor(socketPath: string) {
    this.place = socketPath;
  }

  connect(signal: AbortSignal): Promise<Duplex> {
    return opened(connect({ path: this.place, signal }), "connect");
  }
}
