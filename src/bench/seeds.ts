/** The seed of each clone of a job. */
import { randomBytes } from "node:crypto";
import type { Job } from "./job.js";

/** Fio's default `randseed`. */
const DEFAULT_SEED = 0x89n;
/** More clones than a job can have, so that no two of a run share a place in the sequence. */
const CLONES_PER_JOB = 1n << 16n;
/** The increment of splitmix64: 2^64 divided by the golden ratio. */
const GOLDEN_GAMMA = 0x9e3779b97f4a7c15n;

/**
 * One 64-bit seed for each clone, all different. They are the same at every run, unless the
 * job has `randrepeat=0` and no seed of its own (fio: `randseed` overrides `randrepeat`).
 *
 * @param jobIndex the job's place in its profile, from 0: equal jobs get different seeds
 */
export function threadSeeds(job: Job, jobIndex: number): bigint[] {
  const repeats = job.randRepeat || job.allRandRepeat || job.randSeed !== undefined;
  const base = repeats ? (job.randSeed ?? DEFAULT_SEED) : randomBytes(8).readBigUInt64LE();
  const first = BigInt(jobIndex) * CLONES_PER_JOB;
  return Array.from({ length: job.numjobs }, (_, clone) => splitmix64(base, first + BigInt(clone)));
}

/** The value at an index of the splitmix64 sequence; a bijection of the index for each seed. */
function splitmix64(seed: bigint, index: bigint): bigint {
  let z = BigInt.asUintN(64, seed + (index + 1n) * GOLDEN_GAMMA);
  z = BigInt.asUintN(64, (z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n);
  z = BigInt.asUintN(64, (z ^ (z >> 27n)) * 0x94d049bb133111ebn);
  return z ^ (z >> 31n);
}
