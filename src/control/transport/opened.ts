/** Waiting for a connection to be open. */
import { once } from "node:events";
import type { Socket } from "node:net";

/** Resolves at the event; rejects, with the socket gone, where it does not open. */
export async function opened<T extends Socket>(socket: T, event: string): Promise<T> {
  try {
    await once(socket, event);
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}
