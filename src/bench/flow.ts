/** The flow of a job in numbers: rates, limits, and when operations may start. */
import type { NativeFlow, NativeRate, NativeRates } from "../binding/native-flow.js";
import { byDirection, DIRECTIONS, type DirectionTriple } from "../directions.js";
import type { Job } from "./job.js";

type PerSecond = Partial<DirectionTriple<number>>;

export function resolveRates(job: Job): NativeRates {
  return {
    target: ratesOf(job.rateBytes, job.rateIops),
    poisson: job.rateProcess === "poisson",
    least: ratesOf(job.rateBytesMin, job.rateIopsMin),
    cycleNs: job.rateCycleMs * 1e6,
  };
}

/** Whether the job has operations on a schedule. */
export function isPaced(job: Job): boolean {
  if (job.replay !== undefined) return job.replay.timed;
  return DIRECTIONS.some((direction) => targetRate(job, direction).perSecond > 0);
}

/** The rate of one clone. */
export function targetRate(job: Job, direction: keyof DirectionTriple<unknown>): NativeRate {
  return ratesOf(job.rateBytes, job.rateIops)[direction];
}

/** As in fio, a rate of bytes comes before one of operations. */
function ratesOf(bytes: PerSecond, operations: PerSecond): DirectionTriple<NativeRate> {
  return byDirection((direction) => {
    const inBytes = bytes[direction] !== undefined;
    return { perSecond: bytes[direction] ?? operations[direction] ?? 0, inBytes };
  });
}

/** All but what depends on the job's neighbours: its group, and whom it waits for. */
export function resolveFlow(job: Job): NativeFlow {
  const ns = (seconds: number) => Math.round(seconds * 1e9);
  const { latencyTarget, startDelaySeconds } = job;
  return {
    loops: job.timeBased ? 1 : job.loops,
    startDelayNsMin: ns(startDelaySeconds.min),
    startDelayNsMax: ns(startDelaySeconds.max),
    group: 0,
    endsGroup: job.exitAll,
    endsRun: job.exitAll && job.exitWhat !== "group",
    endsAllOnError: job.exitAllOnError,
    thinkNs: ns(job.thinkSeconds),
    thinkAfter: job.thinkBlocks,
    batchSubmit: job.batchSubmit,
    batchCompleteMin: job.batchCompleteMin,
    batchCompleteMax: job.batchCompleteMax,
    ...(job.depthLow !== undefined && { depthLow: job.depthLow }),
    maxLatencyNs: byDirection((direction) => ns(job.maxLatencySeconds[direction] ?? 0)),
    latencyTarget: {
      targetNs: ns(latencyTarget.seconds),
      windowNs: ns(latencyTarget.windowSeconds),
      percentile: latencyTarget.percentile,
      keepsOn: latencyTarget.run,
    },
    continuesOnError: continuesOnError(job),
    serializesOverlap: job.serializeOverlap,
  };
}

/** As in fio, a trim that fails is an error of writing. */
function continuesOnError({ continueOnError: kind }: Job): DirectionTriple<boolean> {
  const both = kind === "io" || kind === "all";
  const write = both || kind === "write";
  return { read: both || kind === "read", write, trim: write };
}

/** The processors of a thread, by its number among those that start together; empty: all. */
export function cpusOf(job: Job, thread: number): number[] {
  const { cpus, cpusPolicy } = job;
  if (cpusPolicy === "shared" || cpus.length === 0) return cpus;
  return cpus.slice(thread % cpus.length, (thread % cpus.length) + 1);
}

/** Where each job stands among those of its stage. */
export interface Neighbourhood {
  group: number;
  waitFor?: number;
}

/**
 * Reporting groups, which end together, and whom each job waits for. A job of an earlier stage
 * has ended anyway.
 */
export function neighbourhoods(stage: readonly Job[]): Neighbourhood[] {
  let group = 0;
  return stage.map((job, place) => {
    if (place > 0 && job.newGroup) group++;
    const waitFor = stage.slice(0, place).findIndex(({ name }) => name === job.waitFor);
    return { group, ...(job.waitFor !== undefined && waitFor >= 0 && { waitFor }) };
  });
}
