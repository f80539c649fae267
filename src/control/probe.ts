/** Whether a process listens on a Unix socket: one that was killed leaves its socket behind. */
import { connect } from "node:net";

/** What connecting says when nobody is there; any other failure (a full backlog) is somebody. */
const NOBODY = new Set(["ECONNREFUSED", "ENOENT", "ENOTSOCK", "ENOTDIR"]);

/** Connects and closes at once. */
export function isListening(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(socketPath);
    const settle = (listening: boolean) => {
      socket.destroy();
      resolve(listening);
    };
    socket
      .once("connect", () => settle(true))
      .once("error", (error: NodeJS.ErrnoException) => settle(!NOBODY.has(error.code ?? "")));
  });
}
