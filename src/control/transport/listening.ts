/** Waiting for a server to listen. */
import { once } from "node:events";
import type { Server } from "node:net";
import { UserError } from "../../errors.js";

/** @throws UserError `address_in_use`; `config_invalid` for an address that is not here */
export async function listening(server: Server, place: string, steps: string[]): Promise<void> {
  await once(server, "listening").catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === "EADDRINUSE") {
      const message = `The control API cannot listen on ${place}: it is taken`;
      throw new UserError("address_in_use", message, { nextSteps: steps, cause });
    }
    if (cause.code !== "EADDRNOTAVAIL" && cause.code !== "EACCES") throw cause;
    const message = `The control API cannot listen on ${place}: ${cause.message}`;
    throw new UserError("config_invalid", message, { nextSteps: steps, cause });
  });
}
