/** A socket as a killed process leaves it: the name is there and nobody listens. */
import { once } from "node:events";
import { link, rename } from "node:fs/promises";
import { createServer } from "node:net";

export async function leaveStaleSocket(path: string): Promise<void> {
  const server = createServer().listen(path);
  await once(server, "listening");
  // Closing removes the name it listened on; another name of the same socket stays.
  await link(path, `${path}.kept`);
  server.close();
  await once(server, "close");
  await rename(`${path}.kept`, path);
}
