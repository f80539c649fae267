/**
 * Clients that share state in a volume: run it several times at once against one volume of zeroes.
 *
 *     memvol volume create shared --size 1MiB
 *     node --import=tsx examples/shared-state.ts shared 0
 *
 * Each has a number of its own, takes turns at a plain number that only the lock protects, counts
 * them, and sends a message for each. Messages are for somebody else to take.
 */
import { setTimeout } from "node:timers/promises";
import { Counter } from "../src/atomics/counter.js";
import { LeaseLock } from "../src/atomics/lease-lock.js";
import { Queue } from "../src/atomics/queue.js";
import { loadBinding } from "../src/binding/loader.js";
import { ControlClient } from "../src/control/client.js";
import { resolveDevice } from "../src/discovery/resolve.js";
import { attachVolume } from "../src/volume/attach.js";

/** Where in the volume everything is; each at a multiple of 8. */
const TURNS = 0;
const LOCK = 64;
const PLAIN_NUMBER = 128;
const QUEUE = 4096;

const [volume = "shared", number = "0", turns = "10"] = process.argv.slice(2);

const device = new ControlClient(await resolveDevice(undefined, process.env));
const { session } = await attachVolume(device, loadBinding(), volume, ["read", "write", "atomic"], {
  offsetBytes: 0,
});
const counter = new Counter(session, TURNS);
const lock = new LeaseLock(session, LOCK, { leaseMs: 5000 });
const queue = new Queue(session, QUEUE, { capacity: 64, producers: 16, messageBytesMax: 56 });

for (let turn = 0; turn < Number(turns); turn += 1) {
  const lease = await lock.acquire();
  const bytes = Buffer.alloc(8);
  await session.read(PLAIN_NUMBER, bytes);
  bytes.writeBigUInt64LE(bytes.readBigUInt64LE() + 1n);
  await session.write(PLAIN_NUMBER, bytes);
  await lease.release();
  const all = await counter.add(1n);
  const message = Buffer.from(`${number}: turn ${turn}, ${all} in all`);
  while (!(await queue.push(Number(number), message))) await setTimeout(10);
}
console.log(`${number}: ${turns} turns`);
await session.close();
