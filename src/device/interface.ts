/** From what an administrator calls a network interface to the address to listen on. */
import { isIP } from "node:net";
import { networkInterfaces } from "node:os";
import { UserError } from "../errors.js";
import { type RdmaDevice, rdmaDevices } from "./rdma-devices.js";

/**
 * An address stays as it is; an interface's name becomes its first IPv4 address, or its
 * first address at all. An RDMA device's name stands for its interface.
 *
 * @throws UserError `config_invalid` for a name that no interface has
 */
export function addressOfInterface(nameOrAddress: string, setting: string): string {
  if (isIP(nameOrAddress) !== 0) return nameOrAddress;
  const interfaces = networkInterfaces();
  const adapters = rdmaDevices();
  const netdev = adapters.find(({ name }) => name === nameOrAddress)?.netdev ?? nameOrAddress;
  const addresses = interfaces[netdev] ?? [];
  const chosen = addresses.find(({ family }) => family === "IPv4") ?? addresses[0];
  if (chosen !== undefined) return chosen.address;
  throw new UserError(
    "config_invalid",
    `${setting} '${nameOrAddress}' is neither an address nor an interface with one`,
    { nextSteps: [`Interfaces here: ${namesOf(interfaces, adapters)}`] },
  );
}

function namesOf(interfaces: object, adapters: readonly RdmaDevice[]): string {
  const ofAdapters = adapters.map(({ name, netdev }) => `${name} (${netdev})`);
  return [...Object.keys(interfaces), ...ofAdapters].join(", ");
}
