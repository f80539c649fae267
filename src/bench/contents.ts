/** What a job writes, and its verification, for the native side. */
import { join } from "node:path";
import type { NativeBuffers, NativeFillPattern, NativeVerify } from "../binding/native-contents.js";
import { UserError } from "../errors.js";
import type { FillPattern, Job } from "./job.js";
import { directionsOf } from "./pattern.js";

const OFFSET_BYTES = 8;

export function resolveBuffers(job: Job): NativeBuffers {
  return {
    zeros: job.buffers.zeros,
    refill: job.buffers.refill,
    pattern: fillPattern(job.buffers.pattern),
    compressPercent: job.buffers.compressPercent,
  };
}

/**
 * @param directory where dumps go
 * @param sizeBytes of each clone's range
 * @param incrementBytes from one clone's range to the next one's
 * @throws UserError `range_invalid` where clones would overwrite what others verify
 */
export function resolveVerify(
  job: Job,
  directory: string,
  sizeBytes: number,
  incrementBytes: number,
): NativeVerify {
  const { verify } = job;
  if (verify.method !== "none" && directionsOf(job).write && job.numjobs > 1) {
    if (incrementBytes < sizeBytes) throw clonesOverlap(job);
  }
  return {
    method: verify.method,
    readsBack: verify.readsBack,
    only: verify.only,
    fatal: verify.fatal,
    continues: job.continueOnError === "verify" || job.continueOnError === "all",
    intervalBytes: verify.intervalBytes,
    backlog: verify.backlog,
    backlogBatch: verify.backlogBatch,
    pattern: fillPattern(verify.pattern),
    dumpPrefix: verify.dump ? join(directory, `${job.name.replaceAll("/", "_")}.`) : "",
  };
}

/** Whether the job reads, be it what it has written. */
export function readsAnything(job: Job): boolean {
  const readsBack = job.verify.method !== "none" && job.verify.readsBack;
  return directionsOf(job).read || readsBack;
}

function fillPattern(parts: FillPattern): NativeFillPattern {
  const pieces: Uint8Array[] = [];
  const offsetPlaces: number[] = [];
  let length = 0;
  for (const part of parts) {
    if (part === "offset") offsetPlaces.push(length);
    const piece = part === "offset" ? new Uint8Array(OFFSET_BYTES) : part;
    pieces.push(piece);
    length += piece.length;
  }
  return { bytes: Buffer.concat(pieces), offsetPlaces };
}

function clonesOverlap(job: Job): UserError {
  return new UserError(
    "range_invalid",
    `job '${job.name}' verifies what it writes, but its ${job.numjobs} clones share a range`,
    { nextSteps: ["Give each a range of its own: offset_increment of at least the size."] },
  );
}
