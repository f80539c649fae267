/** The files that jobs of the file engine work on: there, long enough, and not overwritten unasked. */
import { randomFillSync } from "node:crypto";
import { type FileHandle, open, rm } from "node:fs/promises";
import { resolve } from "node:path";
import { UserError } from "../../errors.js";
import type { Job } from "../job.js";
import { directionsOf } from "../pattern.js";
import { requiredVolumeBytes } from "../plan.js";

export interface BenchFiles {
  /** Of the job's file. */
  sizeBytesOf(job: Job): number;
  /** Removes the files that were made for the run. */
  release(): Promise<void>;
}

const CHUNK_BYTES = 2 ** 20;

/**
 * A file that is not there is made, as long as its jobs need it and full of random data; that it
 * has no holes is what makes reading it a measurement.
 *
 * @throws UserError `overwrite_not_allowed`, `file_unreadable`, `file_unwritable`, `range_invalid`
 */
export async function openFiles(
  jobs: readonly Job[],
  allowOverwrite: boolean,
): Promise<BenchFiles> {
  const sizes = new Map<string, number>();
  const made: string[] = [];
  const release = async () => {
    await Promise.all(made.map((path) => rm(path, { force: true })));
  };
  try {
    for (const path of new Set(jobs.map(pathOf))) {
      const ofFile = jobs.filter((job) => pathOf(job) === path);
      const existing = await sizeOf(path);
      if (existing === undefined) {
        made.push(path);
        sizes.set(path, await make(path, requiredVolumeBytes(ofFile)));
      } else {
        if (!allowOverwrite) refuseOverwrite(path, ofFile);
        sizes.set(path, existing);
      }
    }
  } catch (error) {
    await release();
    throw error;
  }
  return { sizeBytesOf: (job) => sizes.get(pathOf(job)) ?? 0, release };
}

function pathOf({ filename }: Job): string {
  return resolve(filename ?? "");
}

/** Undefined where there is none. Of block devices, too, whose `stat` has no size. */
async function sizeOf(path: string): Promise<number | undefined> {
  let file: FileHandle;
  try {
    file = await open(path, "r");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw unusable("file_unreadable", path, error);
  }
  try {
    const stat = await file.stat();
    return stat.isBlockDevice() ? await lastByteOf(file) : stat.size;
  } finally {
    await file.close();
  }
}

/** By bisection, as there is no call for it here: a read past the end brings nothing. */
async function lastByteOf(file: FileHandle): Promise<number> {
  const reaches = async (at: number) => (await file.read(Buffer.alloc(1), 0, 1, at)).bytesRead > 0;
  let [below, above] = [0, Number.MAX_SAFE_INTEGER];
  while (below < above) {
    const middle = below + Math.floor((above - below) / 2);
    if (await reaches(middle)) below = middle + 1;
    else above = middle;
  }
  return below;
}

async function make(path: string, bytes: number): Promise<number> {
  try {
    const file = await open(path, "wx");
    try {
      for (let at = 0; at < bytes; at += CHUNK_BYTES) {
        await file.write(randomFillSync(Buffer.alloc(Math.min(CHUNK_BYTES, bytes - at))));
      }
    } finally {
      await file.close();
    }
  } catch (error) {
    throw unusable("file_unwritable", path, error);
  }
  return bytes;
}

function refuseOverwrite(path: string, jobs: readonly Job[]): void {
  const writing = jobs.filter((job) => {
    const { write, trim } = directionsOf(job);
    return (write || trim) && !job.verify.only;
  });
  if (writing.length === 0) return;
  const names = writing.map(({ name }) => `'${name}'`).join(", ");
  throw new UserError(
    "overwrite_not_allowed",
    `the file '${path}' was not made for this run, and job ${names} writes to it`,
    {
      nextSteps: [
        "If its content may be lost, add --allow-overwrite.",
        "Or name a file that is not there: it is made for the run and removed after it.",
      ],
    },
  );
}

function unusable(
  code: "file_unreadable" | "file_unwritable",
  path: string,
  error: unknown,
): UserError {
  const reason = error instanceof Error ? error.message : String(error);
  return new UserError(code, `the file '${path}' cannot be used: ${reason}`, {
    nextSteps: ["Check the path, and that you may read and write there."],
    cause: error,
  });
}
