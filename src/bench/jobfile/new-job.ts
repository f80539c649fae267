/** A job before any option is applied, and what a job must be once all are. */

import { WORD_BYTES } from "../../binding/native.js";
import { isPaced } from "../flow.js";
import { DEFAULT_PERCENTILES, type Job } from "../job.js";
import { invalidJobFile } from "./place.js";

const FIO_BLOCK_SIZE_BYTES = 4096;

/** Fio's defaults. The name is left open: a section or `name` gives it. */
export function defaultJob(): Job {
  return {
    name: "",
    rw: "read",
    readMixPercent: 50,
    blockSizeBytes: {
      read: FIO_BLOCK_SIZE_BYTES,
      write: FIO_BLOCK_SIZE_BYTES,
      trim: FIO_BLOCK_SIZE_BYTES,
    },
    rwSequencer: "sequential",
    blockRange: {},
    blockUnaligned: false,
    blockAlignBytes: {},
    randomPercent: { read: 100, write: 100, trim: 100 },
    distribution: { shape: "random" },
    randomMap: true,
    randomGenerator: "tausworthe",
    iodepth: 1,
    numjobs: 1,
    offset: { bytes: 0 },
    offsetIncrement: { bytes: 0 },
    timeBased: false,
    rampSeconds: 0,
    stonewall: false,
    groupReporting: false,
    randRepeat: true,
    allRandRepeat: false,
    loops: 1,
    startDelaySeconds: { min: 0, max: 0 },
    exitAll: false,
    exitWhat: "group",
    exitAllOnError: false,
    newGroup: false,
    thinkSeconds: 0,
    thinkBlocks: 1,
    batchSubmit: 1,
    batchCompleteMin: 1,
    batchCompleteMax: 0,
    cpus: [],
    cpusPolicy: "shared",
    rateIops: {},
    rateBytes: {},
    rateProcess: "linear",
    rateIopsMin: {},
    rateBytesMin: {},
    rateCycleMs: 1000,
    maxLatencySeconds: {},
    latencyTarget: { seconds: 0, windowSeconds: 0, percentile: 100, run: false },
    percentiles: [...DEFAULT_PERCENTILES],
    engine: "fabric",
    direct: false,
    observation: { wait: false },
    buffers: { zeros: false, refill: false, pattern: [], compressPercent: 0 },
    verify: {
      method: "none",
      readsBack: true,
      only: false,
      fatal: false,
      dump: false,
      backlog: 0,
      backlogBatch: 0,
      intervalBytes: 0,
      pattern: [],
    },
    iolog: { files: [], noStall: false, ratePercent: 100 },
    serializeOverlap: false,
    continueOnError: "none",
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
  if (job.rw.endsWith("trimwrite") && isPaced(job)) {
    throw invalidJobFile(`${where} has a rate, but each of its writes follows on a trim`, [
      "Leave the rate out, or use a job that trims and one that writes.",
    ]);
  }
  if (job.latencyTarget.seconds > 0 && job.latencyTarget.windowSeconds === 0) {
    throw invalidJobFile(`${where} has a latency_target but no latency_window`, [
      "Give a latency_window, such as 1s: how long each queue depth is tried.",
    ]);
  }
  if (job.engine === "file" && job.filename === undefined) {
    throw invalidJobFile(`${where} has ioengine=file but no filename`, [
      "Give the file or block device: filename=/path/of/it.",
    ]);
  }
  checkAtomic(job, where);
  checkVerify(job, where);
  checkObservation(job, where);
}

function checkAtomic(job: Job, where: string): void {
  if (job.atomic === undefined) return;
  const does = `${where} does ${job.atomic}, `;
  if (job.engine !== "fabric") {
    throw invalidJobFile(`${does}but the ${job.engine} engine reaches no volume`, [
      "Leave memvol_op out, or the engine.",
    ]);
  }
  if (job.rw !== "write" && job.rw !== "randwrite") {
    throw invalidJobFile(`${does}which changes words, but its rw is ${job.rw}`, [
      "Use rw=randwrite or rw=write; a job that reads may run beside it.",
    ]);
  }
  if (job.blockRange.write !== undefined || job.blockSizeBytes.write !== WORD_BYTES) {
    throw invalidJobFile(
      `${does}which is on words, but its blocks are not of ${WORD_BYTES} bytes`,
      [`Give it bs=${WORD_BYTES}.`],
    );
  }
  if (job.verify.method !== "none" || job.iolog.files.length > 0) {
    throw invalidJobFile(`${does}which goes neither with verify nor with read_iolog`, [
      "Leave out either memvol_op or the other.",
    ]);
  }
}

function checkVerify({ verify, engine, timeBased, rampSeconds }: Job, where: string): void {
  const { method, only, pattern } = verify;
  if (method !== "none" && engine === "null") {
    throw invalidJobFile(`${where} is to be verified, but the null engine keeps nothing`, [
      "Leave the verification out, or the engine.",
    ]);
  }
  if (method === "pattern" && pattern.length === 0) {
    throw invalidJobFile(`${where} has verify=pattern but no verify_pattern`, [
      "Give a verify_pattern, such as 0xdeadbeef.",
    ]);
  }
  if (only && (method === "none" || timeBased || rampSeconds > 0)) {
    const why = method === "none" ? "no verify" : "a length of time, so nobody knows what it wrote";
    throw invalidJobFile(`${where} is verify_only but has ${why}`, [
      "Give it verify and the bounds of the job that wrote, without time_based and ramp_time.",
    ]);
  }
}

/**
 * Refuses a job that waits for one that is not above it, or not one alone.
 *
 * @param earlier the jobs above it
 * @throws UserError `job_file_invalid`
 */
export function checkWaiting(job: Job, earlier: readonly Job[], where: string): void {
  if (job.waitFor === undefined) return;
  const named = earlier.filter(({ name }) => name === job.waitFor).length;
  if (named === 1) return;
  const why = named === 0 ? "which is no job above it" : "and several jobs have that name";
  throw invalidJobFile(`${where} waits for '${job.waitFor}', ${why}`, [
    "Give the job to wait for a name of its own, above the one that waits.",
  ]);
}

function checkObservation({ engine, observation }: Job, where: string): void {
  const { mode, when, batch, wait } = observation;
  if (engine !== "fabric" && (mode !== undefined || wait)) {
    throw invalidJobFile(`${where} is to be observed, but the ${engine} engine reaches no volume`, [
      "Leave the observation out, or the engine.",
    ]);
  }
  const told = mode === "message" || mode === "scratch";
  if (!told && (when !== undefined || batch !== undefined)) {
    const what =
      batch === undefined ? "when to tell of an operation" : "how many to tell of at once";
    throw invalidJobFile(`${where} says ${what}, which only modes message and scratch do`, [
      "Choose one of these modes for the same job, or leave that out.",
    ]);
  }
  if (wait && (mode === "none" || mode === "hash")) {
    throw invalidJobFile(`${where} waits to be observed, but in mode ${mode} nobody is told`, [
      "To wait, choose mode immediate, message or scratch.",
    ]);
  }
}
