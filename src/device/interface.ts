/** From what an administrator calls a network interface to the address to listen on. */
import { isIP } from "node:net";
import { networkInterfaces } from "node:os";
import { UserError } from "../errors.js";

/**
 * An address stays as it is; an interface's name becomes its first IPv4 address, or its
 * first address at all.
 *
 * @throws UserError `config_invalid` for a name that no interface has
 */
export function addressOfInterface(nameOrAddress: string, setting: string): string {
  if (isIP(nameOrAddress) !== 0) return nameOrAddress;
  const interfaces = networkInterfaces();
  const addresses = interfaces[nameOrAddress] ?? [];
  const chosen = addresses.find(({ family }) => family === "IPv4") ?? addresses[0];
  if (chosen !== undefined) return chosen.address;
  throw new UserError(
    "config_invalid",
    `${setting} '${nameOrAddress}' is neither an address nor an interface with one`,
    { nextSteps: [`Interfaces here: ${Object.keys(interfaces).join(", ")}`] },
  );
}
