/**
 * A session on a buffer, whose operations take place at random moments: what several clients do
 * is mixed in another way with each seed.
 */
import type { MemorySession } from "../../src/atomics/words.js";

/** A generator of numbers from 0 to below 1, the same for a seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What a client that dies throws, at whatever operation. */
export class Died extends Error {}

export interface Client extends MemorySession {
  /** From the operation with this number on, none takes place. */
  dieAt(operation: number): void;
}

export function clientOf(memory: Buffer, random: () => number): Client {
  let operations = 0;
  let deathAt = Number.POSITIVE_INFINITY;
  const later = async () => {
    const turns = Math.floor(random() * 4);
    for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
    operations += 1;
    if (operations >= deathAt) throw new Died();
  };
  const update = async (offset: number, next: (old: bigint) => bigint) => {
    await later();
    const old = memory.readBigUInt64LE(offset);
    memory.writeBigUInt64LE(BigInt.asUintN(64, next(old)), offset);
    await later();
    return old;
  };
  return {
    fetchAdd: (offset, delta) => update(offset, (old) => old + delta),
    compareSwap: (offset, expected, desired) =>
      update(offset, (old) => (old === expected ? desired : old)),
    read: async (offset, into) => {
      // Not all at once: half of it may be older than the rest.
      const half = Math.floor(into.length / 2);
      await later();
      memory.copy(into, 0, offset, offset + half);
      await later();
      memory.copy(into, half, offset + half, offset + into.length);
    },
    write: async (offset, from) => {
      const half = Math.floor(from.length / 2);
      await later();
      memory.set(from.subarray(0, half), offset);
      await later();
      memory.set(from.subarray(half), offset + half);
    },
    dieAt: (operation) => {
      deathAt = operations + operation;
    },
  };
}
