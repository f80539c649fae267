/** Where volumes can be reached over verbs on this machine. */
import { networkInterfaces } from "node:os";
import { rdmaDevices } from "../../src/device/rdma-devices.js";

export interface RdmaPlaces {
  usable: { name: string; address: string }[];
  /** Why others are not: a line for each. */
  left_out: string[];
}

export function rdmaPlaces(): RdmaPlaces {
  const interfaces = networkInterfaces();
  const places: RdmaPlaces = { usable: [], left_out: [] };
  for (const { name, netdev, iwarp } of rdmaDevices()) {
    const address = interfaces[netdev]?.find(({ family }) => family === "IPv4")?.address;
    if (iwarp) {
      places.left_out.push(`${name}: an iWARP adapter, which memvol refuses (docs/rdma.md)`);
    } else if (address === undefined) {
      places.left_out.push(`${name}: its interface ${netdev} has no IPv4 address`);
    } else {
      places.usable.push({ name, address });
    }
  }
  return places;
}
