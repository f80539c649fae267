/** A load-test job as parsed: fio's meaning, units spelled out, nothing resolved yet. */

import type { VerifyMethod } from "../binding/native-contents.js";
import type { NotificationPhases, ObservationMode } from "../binding/native-observation.js";
import type { AtomicOperation, Engine } from "../binding/native-run.js";
import type { DirectionTriple } from "../directions.js";

/** A byte count, or a share of the volume that is only known once it is attached. */
export type Extent = { bytes: number } | { percent: number };

export const ACCESS_PATTERNS = [
  "read",
  "write",
  "trim",
  "randread",
  "randwrite",
  "randtrim",
  "rw",
  "randrw",
  "trimwrite",
  "randtrimwrite",
] as const;
export type AccessPattern = (typeof ACCESS_PATTERNS)[number];

/** Lengths between two bounds, alike, or those of the split in their shares. */
export interface BlockRange {
  minBytes: number;
  maxBytes: number;
  split?: { bytes: number; percent: number }[];
}

/** Bytes that repeat through a block; `offset` stands for eight that hold the block's own. */
export type FillPattern = (Uint8Array | "offset")[];

/** How often which places of the range are hit. */
export type RandomDistribution =
  | { shape: "random" }
  | { shape: "zipf" | "pareto" | "normal"; parameter: number; center?: number }
  /** Shares of the operations, and of the range (percent) or its bytes. */
  | { shape: "zoned" | "zoned_abs"; zones: { accessPercent: number; size: number }[] };

/** How a job asks for its operations to be observed. */
export interface JobObservation {
  /** Absent: as the volume says. */
  mode?: ObservationMode;
  /** Absent: after the operation. Goes with `message` and `scratch` alone, as the batch does. */
  when?: NotificationPhases;
  /** Operations told of at once, at most; absent: the default. */
  batch?: number;
  /** An operation is complete only once the observer has acted on it. */
  wait: boolean;
}

export interface Job {
  name: string;
  rw: AccessPattern;
  /** After the pattern's name: bytes to leave out, or operations from one random place on. */
  rwModifier?: number;
  /** What operations do from one random place on. */
  rwSequencer: "sequential" | "identical";
  /** Share of reads in a mixed job, 0 to 100 (fio: `rwmixread`). */
  readMixPercent: number;
  blockSizeBytes: DirectionTriple<number>;
  /** In the place of the one size. */
  blockRange: Partial<DirectionTriple<BlockRange>>;
  /** Any length of the range, and not only multiples of the smallest. */
  blockUnaligned: boolean;
  /** Absent: the smallest block. */
  blockAlignBytes: Partial<DirectionTriple<number>>;
  /** Of the operations of a random job. */
  randomPercent: DirectionTriple<number>;
  distribution: RandomDistribution;
  /** Each block once in a pass over the range. */
  randomMap: boolean;
  randomGenerator: "tausworthe" | "lfsr" | "tausworthe64";
  iodepth: number;
  /** Clones of the job, each a thread with a session of its own. */
  numjobs: number;
  /** Absent: to the end of the volume. */
  size?: Extent;
  offset: Extent;
  /** From where one clone starts to where the next one does. */
  offsetIncrement: Extent;
  /** Bytes to transfer in all; absent: `size`. */
  ioSize?: Extent;
  /** Operations in all; absent: no such bound. */
  numberIos?: number;
  runtimeSeconds?: number;
  /** Go on until `runtimeSeconds`, over and over the same range. */
  timeBased: boolean;
  rampSeconds: number;
  /** How often the bounds are gone through. */
  loops: number;
  startDelaySeconds: { min: number; max: number };
  /** The name of the job that must have ended before this one starts. */
  waitFor?: string;
  /** The end of one clone ends the group. */
  exitAll: boolean;
  /** What that ends: the group, all that run, or also what would come after them. */
  exitWhat: "group" | "stonewall" | "all";
  exitAllOnError: boolean;
  newGroup: boolean;
  thinkSeconds: number;
  /** Operations before each pause. */
  thinkBlocks: number;
  /** Operations in one go; 0: the iodepth. */
  batchSubmit: number;
  batchCompleteMin: number;
  batchCompleteMax: number;
  /** Absent: a full queue is filled again at once. */
  depthLow?: number;
  /** Processors by their numbers; empty: all. */
  cpus: number[];
  cpusPolicy: "shared" | "split";
  /** Wait for all earlier jobs to end before starting this one and those after it. */
  stonewall: boolean;
  groupReporting: boolean;
  randSeed?: bigint;
  /** The same choices at every run; fio's default. Either of both will do; else a fresh seed. */
  randRepeat: boolean;
  allRandRepeat: boolean;
  /** Operations a second for each clone and direction; absent: as fast as it goes. */
  rateBytes: Partial<DirectionTriple<number>>;
  rateProcess: "linear" | "poisson";
  /** What each clone must reach in each cycle. */
  rateIopsMin: Partial<DirectionTriple<number>>;
  rateBytesMin: Partial<DirectionTriple<number>>;
  rateCycleMs: number;
  /** Absent or 0: no limit. */
  maxLatencySeconds: Partial<DirectionTriple<number>>;
  /** No search where `seconds` is 0. */
  latencyTarget: { seconds: number; windowSeconds: number; percentile: number; run: boolean };
  rateIops: Partial<DirectionTriple<number>>;
  percentiles: number[];
  engine: Engine;
  /** What the file engine works on; it needs one. */
  filename?: string;
  /** Past the page cache; for the file engine. */
  direct: boolean;
  observation: JobObservation;
  buffers: { zeros: boolean; refill: boolean; pattern: FillPattern; compressPercent: number };
  verify: {
    method: VerifyMethod | "none";
    readsBack: boolean;
    only: boolean;
    fatal: boolean;
    dump: boolean;
    backlog: number;
    backlogBatch: number;
    intervalBytes: number;
    pattern: FillPattern;
  };
  /** The logs to replay, none where a pattern is followed; and how. */
  iolog: { files: string[]; noStall: boolean; ratePercent: number };
  /** What is in them, once they are read. */
  replay?: {
    directions: DirectionTriple<boolean>;
    /** Their times count. */
    timed: boolean;
    /** Four numbers for each operation, as the native side takes them. */
    logs: Float64Array[];
    /** Where the furthest operation of any of them ends. */
    endBytes: number;
  };
  /** In the place of writes; the device carries it out on words. */
  atomic?: AtomicOperation;
  /** Operations wait for those in flight that overlap them. */
  serializeOverlap: boolean;
  /** Errors that do not fail the job. */
  continueOnError: "none" | "read" | "write" | "io" | "verify" | "all";
  /** The options as written, for the result's `job options`. */
  options: Record<string, string>;
}

/** Fio's default `percentile_list`. */
export const DEFAULT_PERCENTILES = [
  1, 5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 95, 99, 99.5, 99.9, 99.95, 99.99,
];

/** What a job file, or the flags that stand for one, come to. */
export interface Profile {
  /** The file's base name, or `flags`. */
  name: string;
  /** The job file as read, or the flags as given. */
  text: string;
  globalOptions: Record<string, string>;
  jobs: Job[];
  /** Options accepted without effect here, each with file, line and why. */
  warnings: string[];
}
