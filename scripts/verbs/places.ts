/** places.ts: the RDMA devices of this machine that have an address, one a line: name, address. */
import { networkInterfaces } from "node:os";
import { rdmaDevices } from "../../src/device/rdma-devices.js";

const interfaces = networkInterfaces();
for (const { name, netdev } of rdmaDevices()) {
  const address = interfaces[netdev]?.find(({ family }) => family === "IPv4")?.address;
  if (address !== undefined) process.stdout.write(`${name} ${address}\n`);
}
