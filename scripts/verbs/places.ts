/**
 * places.ts: the RDMA devices over which volumes can be reached, one a line: name, address. What is
 * left out is said on stderr.
 */
import { rdmaPlaces } from "./rdma-places.js";

const { usable, left_out } = rdmaPlaces();
for (const { name, address } of usable) process.stdout.write(`${name} ${address}\n`);
for (const line of left_out) process.stderr.write(`${line}\n`);
