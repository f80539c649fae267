/** From parsed jobs to what the native side runs: stages, byte ranges, checks against a volume. */

import { resolve } from "node:path";
import type { NativeJobSpec } from "../binding/native-run.js";
import { DIRECTIONS } from "../directions.js";
import { UserError } from "../errors.js";
import { formatBytes } from "../units/bytes.js";
import { DEFAULT_NOTIFY } from "../volume/attach.js";
import { resolveBuffers, resolveVerify } from "./contents.js";
import { resolveFlow, resolveRates } from "./flow.js";
import type { Extent, Job } from "./job.js";
import { blockSizesOf, directionsOf, resolvePattern } from "./pattern.js";

/** Jobs that start together; the next stage waits for all of them. Clones share a stage. */
export function planStages(jobs: Job[]): Job[][] {
  const stages: Job[][] = [];
  for (const job of jobs) {
    const current = stages.at(-1);
    if (current === undefined || job.stonewall) stages.push([job]);
    else current.push(job);
  }
  return stages;
}

/** Whether any job changes a volume. The other engines touch none. */
export function writesAnything(jobs: Job[]): boolean {
  return jobs.some((job) => {
    const { write, trim } = directionsOf(job);
    return job.engine === "fabric" && (write || trim) && !job.verify.only;
  });
}

/**
 * The job in bytes and nanoseconds, for a volume of this size. As in fio, a share counts from
 * the whole volume, is cut at the volume's end, and keeps to whole blocks; a time-based job
 * ends by its runtime alone.
 *
 * @throws UserError `range_invalid` where the range does not fit the volume or holds no block
 */
export function resolveJob(job: Job, volumeSizeBytes: number): Omit<NativeJobSpec, "threads"> {
  const { offsetBytes, sizeBytes } = resolveRange(job, volumeSizeBytes);
  return {
    engine: job.engine,
    ...(job.engine === "file" && {
      file: { path: resolve(job.filename ?? ""), direct: job.direct },
    }),
    pattern: resolvePattern(job, sizeBytes),
    offsetBytes,
    sizeBytes,
    ioSizeBytes: job.timeBased || job.replay ? 0 : resolveIoSize(job, sizeBytes),
    numberIos: job.timeBased ? 0 : (job.numberIos ?? 0),
    runtimeNs: Math.round((job.runtimeSeconds ?? 0) * 1e9),
    rampNs: Math.round(job.rampSeconds * 1e9),
    iodepth: job.iodepth,
    rates: resolveRates(job),
    flow: resolveFlow(job),
    buffers: resolveBuffers(job),
    verify: resolveVerify(job, process.cwd(), sizeBytes, cloneOffset(job, 1, volumeSizeBytes)),
    ...(job.atomic && { atomic: job.atomic }),
    replayTimed: job.replay?.timed ?? false,
    notify: {
      ...DEFAULT_NOTIFY,
      ...(job.observation.when && { when: job.observation.when }),
      ...(job.observation.batch && { batch: job.observation.batch }),
    },
  };
}

/**
 * The smallest volume that all these jobs fit in.
 *
 * @throws UserError `range_invalid` for a job whose range depends on the volume's size
 */
export function requiredVolumeBytes(jobs: Job[]): number {
  return Math.max(0, ...jobs.map(endBytes));
}

function endBytes(job: Job): number {
  const { offset, offsetIncrement } = job;
  const size = sizeOf(job);
  if (size !== undefined && "bytes" in size && "bytes" in offset && "bytes" in offsetIncrement) {
    return offset.bytes + (job.numjobs - 1) * offsetIncrement.bytes + size.bytes;
  }
  const lacking = size === undefined ? "has no size" : "has a range in percent";
  throw new UserError("range_invalid", `job '${job.name}' ${lacking}, and there is no volume yet`, {
    nextSteps: [
      "Give the job a size in bytes, such as size=64m, and its offset in bytes too.",
      "Or name an existing volume with --volume.",
    ],
  });
}

/** A log says itself how far it goes. */
function sizeOf({ size, replay }: Job): Extent | undefined {
  return size ?? (replay && { bytes: replay.endBytes });
}

interface ByteRange {
  offsetBytes: number;
  sizeBytes: number;
}

function resolveRange(job: Job, volumeSizeBytes: number): ByteRange {
  const { smallest, largest } = blockBounds(job);
  const offsetBytes =
    "bytes" in job.offset
      ? job.offset.bytes
      : roundUp(shareOf(volumeSizeBytes, job.offset.percent), smallest);
  const lastStart = offsetBytes + cloneOffset(job, job.numjobs - 1, volumeSizeBytes);
  const room = Math.max(0, volumeSizeBytes - lastStart);
  const wanted = wantedBytes(job, volumeSizeBytes, room);
  if (lastStart >= volumeSizeBytes || wanted > room) {
    throw outOfRange(job, { offsetBytes: lastStart, sizeBytes: wanted }, volumeSizeBytes);
  }
  if (wanted < largest) throw tooSmall(job, wanted, largest);
  // A log says where its operations are, whatever the blocks of others would come to.
  if (job.replay !== undefined) return { offsetBytes, sizeBytes: wanted };
  return { offsetBytes, sizeBytes: Math.max(largest, roundDown(wanted, smallest)) };
}

function wantedBytes(job: Job, volumeSizeBytes: number, room: number): number {
  const size = sizeOf(job);
  if (size === undefined) return room;
  if ("bytes" in size) return size.bytes;
  return Math.min(shareOf(volumeSizeBytes, size.percent), room);
}

function resolveIoSize(job: Job, sizeBytes: number): number {
  if (job.ioSize === undefined) return sizeBytes;
  if ("bytes" in job.ioSize) return job.ioSize.bytes;
  // Zero would mean that there is no bound.
  return Math.max(1, shareOf(sizeBytes, job.ioSize.percent));
}

interface BlockBounds {
  smallest: number;
  largest: number;
}

/** Of the directions that the job has. */
function blockBounds(job: Job): BlockBounds {
  const directions = directionsOf(job);
  const sizes = blockSizesOf(job);
  const used = DIRECTIONS.filter((direction) => directions[direction]);
  return {
    smallest: Math.min(...used.map((direction) => sizes[direction].minBytes)),
    largest: Math.max(...used.map((direction) => sizes[direction].maxBytes)),
  };
}

/** Where the clone's range starts, from where the first one's does. */
export function cloneOffset(job: Job, clone: number, volumeSizeBytes: number): number {
  const { offsetIncrement } = job;
  if ("bytes" in offsetIncrement) return clone * offsetIncrement.bytes;
  const share = shareOf(volumeSizeBytes, offsetIncrement.percent);
  return clone * roundUp(share, blockBounds(job).smallest);
}

/** Exact also where `bytes * percent` is more than a number holds. */
function shareOf(bytes: number, percent: number): number {
  return Number((BigInt(bytes) * BigInt(percent)) / 100n);
}

function roundDown(bytes: number, block: number): number {
  return bytes - (bytes % block);
}

function roundUp(bytes: number, block: number): number {
  return Math.ceil(bytes / block) * block;
}

function outOfRange(job: Job, range: ByteRange, volumeSizeBytes: number): UserError {
  const { offsetBytes, sizeBytes } = range;
  const end = sizeBytes === 0 ? "" : ` and ends at ${offsetBytes + sizeBytes}`;
  return new UserError(
    "range_invalid",
    `job '${job.name}' starts at byte ${offsetBytes}${end}, ` +
      `past the volume's ${volumeSizeBytes} bytes (${formatBytes(volumeSizeBytes)})`,
    { nextSteps: ["Give the job a smaller offset or size, or use a larger volume."] },
  );
}

function tooSmall(job: Job, sizeBytes: number, blockSizeBytes: number): UserError {
  return new UserError(
    "range_invalid",
    `job '${job.name}' has a range of ${sizeBytes} bytes, ` +
      `which is less than one block of ${blockSizeBytes} bytes`,
    { nextSteps: ["Give the job a larger size, or smaller blocks with bs."] },
  );
}
