/** The native surface of the load generator: what a run is to do, what it shows, what it found. */

import type { DirectionTriple } from "../directions.js";
import type { FabricAddress, NativeFailure } from "./native.js";
import type { NativeBuffers, NativeVerify, NativeVerifyResult } from "./native-contents.js";
import type { NativeFlow, NativeRates } from "./native-flow.js";
import type { NativeNotifyOptions } from "./native-observation.js";
import type { NativePattern } from "./native-pattern.js";

export type Engine = "fabric" | "null" | "file";

export const ATOMIC_OPERATIONS = ["fetch_add", "compare_swap"] as const;
export type AtomicOperation = (typeof ATOMIC_OPERATIONS)[number];

/** What the file engine works on. */
export interface NativeFileTarget {
  path: string;
  /** Past the page cache. */
  direct: boolean;
}

export interface NativeThreadSpec {
  /** For the fabric engine alone. */
  connection?: { address: FabricAddress; ticket: string };
  seed: bigint;
  /** Where its range starts, from where the job's does. */
  offsetBytes: number;
  /** The processors that it may run on; empty: all. */
  cpus: number[];
  /**
   * What it does where the pattern replays: for each operation its direction (0 read, 1 write,
   * 2 trim), its offset from where the thread's range starts, its length in bytes, and the
   * nanoseconds from the start until it is due.
   */
  replay?: Float64Array;
}

/** One job of a stage; every byte count resolved, offsets relative to the volume. */
export interface NativeJobSpec {
  engine: Engine;
  /** For the file engine alone. */
  file?: NativeFileTarget;
  pattern: NativePattern;
  offsetBytes: number;
  sizeBytes: number;
  /** Bytes to transfer in all before the job ends; 0: no such bound. */
  ioSizeBytes: number;
  /** Operations before the job ends; 0: no such bound. */
  numberIos: number;
  /** 0: no time bound. */
  runtimeNs: number;
  /** Operations that complete before this has passed are not recorded. */
  rampNs: number;
  iodepth: number;
  rates: NativeRates;
  flow: NativeFlow;
  buffers: NativeBuffers;
  verify: NativeVerify;
  /** A log's times count where one is replayed. */
  replayTimed: boolean;
  /** What writes are, with the fabric engine and blocks of a word; absent: writes. */
  atomic?: AtomicOperation;
  notify: NativeNotifyOptions;
  threads: NativeThreadSpec[];
}

export interface NativeRunSpec {
  jobs: NativeJobSpec[];
  /** How long a thread spins for completions before it blocks; 0 blocks at once. */
  spinNs: number;
  /** An operation without answer for so long fails the thread. */
  operationTimeoutNs: number;
}

/** The percentiles of every snapshot and interval, in this order. */
export const SNAPSHOT_PERCENTILES = [50, 90, 95, 99, 99.9, 99.99] as const;

/**
 * Display buckets: `BUCKETS_PER_OCTAVE` equal steps in each power of two. Bucket `i` covers
 * from `2^(BUCKET_FIRST_EXPONENT + i / BUCKETS_PER_OCTAVE)` ns (linear inside an octave).
 * The first holds everything below, the last everything above.
 */
export const BUCKETS_PER_OCTAVE = 8;
export const BUCKET_FIRST_EXPONENT = 8;
export const BUCKET_COUNT = 224;

/** Where each display bucket begins, and where the last one ends; the first begins at 0. */
export const BUCKET_FLOORS_NS: readonly number[] = Array.from(
  { length: BUCKET_COUNT + 1 },
  (_, index) => {
    if (index === 0) return 0;
    const octave = Math.floor(index / BUCKETS_PER_OCTAVE);
    const step = index % BUCKETS_PER_OCTAVE;
    return 2 ** (BUCKET_FIRST_EXPONENT + octave) * (1 + step / BUCKETS_PER_OCTAVE);
  },
);

export interface LatencySnapshot {
  count: number;
  /** Highest recorded value; exact for `total`, to the histogram's precision for `interval`. */
  maxNs: number;
  /** One value for each of `SNAPSHOT_PERCENTILES`. */
  percentilesNs: Float64Array;
  /** `BUCKET_COUNT` counts. */
  buckets: Float64Array;
}

export interface DirectionSnapshot {
  operations: number;
  bytes: number;
  errors: number;
  /** Service times since the measurement began. */
  total: LatencySnapshot;
  /** Service times in the last whole second. */
  interval: LatencySnapshot & { operations: number; bytes: number; lengthNs: number };
}

export type ThreadState = "waiting" | "ramping" | "running" | "done" | "failed";

export interface JobSnapshot extends DirectionTriple<DirectionSnapshot> {
  inFlight: number;
  threadsRunning: number;
  threadsFailed: number;
  /** Whether the job is in its ramp time still. */
  ramping: boolean;
}

export interface RunSnapshot {
  /** Since the start. */
  elapsedNs: number;
  /** Seconds sampled so far; `interval` changes when this does. */
  intervalsCompleted: number;
  jobs: JobSnapshot[];
}

export interface NativeLatency {
  count: number;
  minNs: number;
  maxNs: number;
  meanNs: number;
  stddevNs: number;
  /** HdrHistogram V2, uncompressed (cookie 0x1c849313): lowest 1, 3 significant digits. */
  histogram: Uint8Array;
}

export interface NativeDirectionResult {
  operations: number;
  bytes: number;
  errors: number;
  /** Post → completion. */
  service: NativeLatency;
  /** Intended start → completion; differs from `service` only under a rate. */
  response: NativeLatency;
  /** Operations posted later than scheduled, under a rate. */
  lateStarts: number;
  /** Operations that were due in the job's time and not started. */
  droppedArrivals: number;
  /** How late the latest start was. */
  startDelayNsMax: number;
}

export interface NativeThreadResult extends DirectionTriple<NativeDirectionResult> {
  /** Measured time: without ramp. */
  runtimeNs: number;
  userCpuNs: number;
  systemCpuNs: number;
  contextSwitches: { voluntary: number; involuntary: number };
  /** That a latency target led to; absent where there is none, or where it was not found. */
  depthFound?: number;
  /** Absent where nothing was to be verified. */
  verified?: NativeVerifyResult;
  failure?: NativeFailure;
}

/** One second (the last one may be shorter) of one job. */
export interface NativeInterval extends DirectionTriple<NativeIntervalDirection> {
  /** From the start of the run to the end of the interval. */
  endNs: number;
  lengthNs: number;
}

export interface NativeIntervalDirection {
  operations: number;
  bytes: number;
  /** One value for each of `SNAPSHOT_PERCENTILES`, of service time. */
  percentilesNs: Float64Array;
  maxNs: number;
}

export interface NativeJobResult {
  threads: NativeThreadResult[];
  intervals: NativeInterval[];
  /** Latencies over time; in long runs a column is of many seconds, so there are never many. */
  heat: NativeHeatColumn[];
}

/** Service times of a span of time: pairs of a display bucket and its count, without empty ones. */
export interface NativeHeatColumn extends DirectionTriple<Float64Array> {
  /** From the start of the run to the end of the column. */
  endNs: number;
  lengthNs: number;
}

export interface NativeRunResult {
  elapsedNs: number;
  jobs: NativeJobResult[];
}

/** One stage of a bench run, every thread of it connected; it must be started or cancelled. */
export interface NativeReadyRun {
  /**
   * All its jobs start together: at that time of this host's monotonic clock, as
   * `process.hrtime.bigint()` reads it; absent or past: at once.
   */
  start(atNs?: bigint): NativeRun;
  /** Resolves when its connections are ended. */
  cancel(): Promise<void>;
}

/** A stage that has begun, or does so at the time that was given. */
export interface NativeRun {
  snapshot(): RunSnapshot;
  /** Asks every thread to finish what is in flight and end. */
  stop(): void;
  /** Resolves when every thread has ended, also when some failed. */
  finished(): Promise<NativeRunResult>;
}
