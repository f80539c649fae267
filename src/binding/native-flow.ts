/** The native surface of a load test's flow: when operations and jobs start and end. */
import type { DirectionTriple } from "../directions.js";

/** So many operations or bytes a second, for each thread; 0: no rate. */
export interface NativeRate {
  perSecond: number;
  inBytes: boolean;
}

export interface NativeRates {
  target: DirectionTriple<NativeRate>;
  /** Arrivals as of a Poisson process, and not evenly spaced. */
  poisson: boolean;
  /** What a thread must reach in each cycle, or fails. */
  least: DirectionTriple<NativeRate>;
  cycleNs: number;
}

/** Searches the largest queue depth at which latencies keep to a target. */
export interface NativeLatencyTarget {
  /** 0: none. */
  targetNs: number;
  windowNs: number;
  /** Of the operations in a window, that must keep to it. */
  percentile: number;
  /** Goes on adapting until the job's end, and does not end with the depth found. */
  keepsOn: boolean;
}

export interface NativeFlow {
  /** How often the job's bounds are gone through. */
  loops: number;
  startDelayNsMin: number;
  startDelayNsMax: number;
  /** The job, by its place in the run, that must have ended before this one starts. */
  waitFor?: number;
  /** What is stopped together, and whether the end of one thread stops it. */
  group: number;
  endsGroup: boolean;
  /** The end of one thread stops all jobs of the run. */
  endsRun: boolean;
  endsAllOnError: boolean;
  /** Pause after so many operations, once all of them have completed. */
  thinkNs: number;
  thinkAfter: number;
  /** Operations posted in one go, and the fewest and most completions taken in one; 0: iodepth. */
  batchSubmit: number;
  batchCompleteMin: number;
  batchCompleteMax: number;
  /** A full queue is filled again once it has drained so far; absent: at once. */
  depthLow?: number;
  /** Service times above it fail the thread; 0: none. */
  maxLatencyNs: DirectionTriple<number>;
  latencyTarget: NativeLatencyTarget;
  /** Operations that fail are counted and fail nothing, where the engine can go on. */
  continuesOnError: DirectionTriple<boolean>;
  /** Operations wait for those in flight that overlap them. */
  serializesOverlap: boolean;
}
