/** The pattern of a job in numbers: directions, lengths, places. */

import type {
  NativeBlockSizes,
  NativeDistribution,
  NativePattern,
} from "../binding/native-pattern.js";
import { byDirection, type DirectionTriple } from "../directions.js";
import { UserError } from "../errors.js";
import type { Job } from "./job.js";

/** The share of reads where nothing is trimmed, in percent: 100 and 0 for one direction. */
export function readPercentOf(job: Job): number {
  if (job.rw === "rw" || job.rw === "randrw") return job.readMixPercent;
  return job.rw === "read" || job.rw === "randread" ? 100 : 0;
}

/** Which directions the job has operations of. */
export function directionsOf(job: Job): DirectionTriple<boolean> {
  if (job.replay !== undefined) return job.replay.directions;
  const trims = trimsOf(job);
  if (trims !== "none") return { read: false, write: trims === "before_write", trim: true };
  const readPercent = readPercentOf(job);
  return { read: readPercent > 0, write: readPercent < 100, trim: false };
}

function trimsOf({ rw }: Job): NativePattern["trims"] {
  if (rw.endsWith("trimwrite")) return "before_write";
  return rw.endsWith("trim") ? "only" : "none";
}

/** The lengths of operations in each direction. */
export function blockSizesOf(job: Job): DirectionTriple<NativeBlockSizes> {
  return byDirection((direction) => {
    const range = job.blockRange[direction];
    const bytes = job.blockSizeBytes[direction];
    if (range === undefined)
      return { minBytes: bytes, maxBytes: bytes, unaligned: false, split: [] };
    const { minBytes, maxBytes, split = [] } = range;
    return {
      minBytes,
      maxBytes,
      unaligned: job.blockUnaligned,
      split: split.map(({ bytes, percent }) => ({ bytes, weight: percent })),
    };
  });
}

/**
 * @param sizeBytes of the job's range
 * @throws UserError `range_invalid` for zones that leave the range
 */
export function resolvePattern(job: Job, sizeBytes: number): NativePattern {
  const random = job.rw.startsWith("rand");
  const modifier = job.rwModifier;
  return {
    random,
    readPercent: readPercentOf(job),
    trims: trimsOf(job),
    blockSizes: blockSizesOf(job),
    alignBytes: byDirection((direction) => job.blockAlignBytes[direction] ?? 0),
    randomPercent: job.randomPercent,
    eachOnce: job.randomMap || job.randomGenerator === "lfsr",
    distribution: resolveDistribution(job, sizeBytes),
    runLength: random ? (modifier ?? 1) : 1,
    runInPlace: job.rwSequencer === "identical",
    gapBytes: random ? 0 : (modifier ?? 0),
    ...(job.replay && { replayed: job.replay.directions }),
  };
}

function resolveDistribution(job: Job, sizeBytes: number): NativeDistribution {
  const { distribution } = job;
  const none = { parameter: 0, zones: [] };
  if (distribution.shape === "random") return { shape: "uniform", ...none };
  if ("zones" in distribution) return { ...none, shape: "zones", zones: zonesOf(job, sizeBytes) };
  const { shape, parameter, center } = distribution;
  return { ...none, shape, parameter, ...(center !== undefined && { center }) };
}

function zonesOf(job: Job, sizeBytes: number): NativeDistribution["zones"] {
  const { distribution } = job;
  if (!("zones" in distribution)) return [];
  let end = 0;
  const zones = distribution.zones.map(({ accessPercent, size }) => {
    end += size;
    const endBytes = distribution.shape === "zoned" ? Math.floor((sizeBytes * end) / 100) : end;
    return { endBytes, weight: accessPercent };
  });
  if (end <= sizeBytes || distribution.shape === "zoned") return zones;
  throw new UserError(
    "range_invalid",
    `job '${job.name}' has zones of ${end} bytes in a range of ${sizeBytes}`,
    { nextSteps: ["Make the zones smaller, or the job's size larger."] },
  );
}
