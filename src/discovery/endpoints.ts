/** From a device that we know of to its control API, as the user that we are. */
import { readFile } from "node:fs/promises";
import type { Endpoint } from "../control/transport/endpoint.js";
import { parseHostPort } from "../control/transport/host-port.js";
import { SocketEndpoint } from "../control/transport/socket-endpoint.js";
import type { Credentials } from "../control/transport/tls-endpoint.js";
import { UserError } from "../errors.js";
import type { KnownDevice, NetworkDevice } from "./known.js";

/**
 * @throws UserError `device_untrusted` for one whose key nobody vouches for;
 * `identity_not_found`, `file_unreadable`, `usage` where it is not clear who we are
 */
export async function endpointOf(device: KnownDevice, env: NodeJS.ProcessEnv): Promise<Endpoint> {
  if ("socket" in device) return new SocketEndpoint(device.socket);
  const place = parseHostPort(device.address);
  if (place === undefined || device.fingerprint === null) throw untrusted(device);
  // Loaded here: most commands stay on this machine.
  const { TlsEndpoint } = await import("../control/transport/tls-endpoint.js");
  return new TlsEndpoint(place, device.fingerprint, await credentialsFor(device, env));
}

/** What the environment says counts before what the device was added with. */
async function credentialsFor(
  { identity, token_file }: NetworkDevice,
  env: NodeJS.ProcessEnv,
): Promise<Credentials> {
  if (env.MEMVOL_TOKEN_FILE) return tokenIn(env.MEMVOL_TOKEN_FILE);
  if (!env.MEMVOL_IDENTITY && token_file !== null) return tokenIn(token_file);
  const { IdentityStore } = await import("../identity/identities.js");
  return { keyPair: await new IdentityStore(env).loadMeant(env.MEMVOL_IDENTITY || identity) };
}

async function tokenIn(path: string): Promise<Credentials> {
  const text = await readFile(path, "utf8").catch((cause: Error) => {
    throw new UserError("file_unreadable", `The token file ${path}: ${cause.message}`, { cause });
  });
  const token = text.trim();
  // Anything else would be a header that Node refuses, with the token in its message.
  if (/^[\w.~+/-]+=*$/.test(token)) return { token };
  throw new UserError("file_unreadable", `The token file ${path} has no bearer token in it`);
}

export function untrusted({ name, address }: Pick<NetworkDevice, "name" | "address">): UserError {
  return new UserError(
    "device_untrusted",
    `The device at ${address} is not known: nobody vouches for its key`,
    { nextSteps: [`Look at its key and add it: memvol device add ${name} ${address}`] },
  );
}
