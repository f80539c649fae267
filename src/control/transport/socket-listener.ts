/** The control API on a Unix socket that only this user may open. */
import { createServer, type RequestListener, type Server } from "node:http";
import { Connections } from "./connections.js";
import type { Listener } from "./listener.js";
import { listening } from "./listening.js";

export class SocketListener implements Listener {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  createServer(handler: RequestListener): Server {
    return createServer(handler);
  }

  connections(server: Server): Connections {
    return new Connections(server);
  }

  async listen(server: Server): Promise<void> {
    const done = listening(server, this.#path, ["Stop the other device."]);
    // Node binds before listen() returns, so the mask covers the socket and nothing else.
    const mask = process.umask(0o177);
    try {
      server.listen(this.#path);
    } finally {
      process.umask(mask);
    }
    await done;
  }
}
