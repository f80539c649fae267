/** A job before any option is applied, and what a job must be once all are. */
import { DEFAULT_PERCENTILES, type Job } from "../job.js";
import { invalidJobFile } from "./place.js";

const FIO_BLOCK_SIZE_BYTES = 4096;

/** Fio's defaults. The name is left open: a section or `name` gives it. */
export function defaultJob(): Job {
  return {
    name: "",
    rw: "read",
    readMixPercent: 50,
    blockSizeBytes: { read: FIO_BLOCK_SIZE_BYTES, write: FIO_BLOCK_SIZE_BYTES },
    iodepth: 1,
    numjobs: 1,
    offset: { bytes: 0 },
    timeBased: false,
    rampSeconds: 0,
    stonewall: false,
    groupReporting: false,
    randRepeat: true,
    rateIops: {},
    percentiles: [...DEFAULT_PERCENTILES],
    engine: "fabric",
    options: {},
  };
}

/**
 * Refuses options that do not go together.
 *
 * @param where the job's place and name, as in `jobs.fio:3: job 'reader'`
 * @throws UserError `job_file_invalid`
 */
export function checkJob(job: Job, where: string): void {
  if (job.timeBased && job.runtimeSeconds === undefined) {
    throw invalidJobFile(`${where} is time_based but has no runtime`, [
      "Give a runtime, such as 10 for ten seconds, or leave time_based out.",
    ]);
  }
}
