/**
 * The whole native surface, typed once. `loader.ts` brings the real one, `fake.ts` one for
 * tests. Nothing here is called for each I/O: native threads run the loops, and TypeScript
 * starts them, takes snapshots a few times a second and collects results.
 *
 * Every call that fails throws, or rejects with, a `NativeFailure`-shaped `Error`
 * (`code`, `operation`, `errno`, and the provider's text in the message).
 */

import type { DirectionTriple } from "../directions.js";
import type { NativeBuffers, NativeVerify, NativeVerifyResult } from "./native-contents.js";
import type { NativeFlow, NativeRates } from "./native-flow.js";
import type {
  NativeExtent,
  NativeNotifyOptions,
  NativeObservation,
  NativeObserverOptions,
  NativeTraffic,
  ObservationMode,
} from "./native-observation.js";
import type { NativePattern } from "./native-pattern.js";
import type { NativePersistence, NativeStoreOptions } from "./native-persistence.js";

/** What native errors carry beside their message. */
export interface NativeFailure {
  /** One of our stable codes (`src/errors.ts`). */
  code: string;
  /** The call that failed: `fi_listen`, `memfd_create`, … */
  operation: string;
  /** The positive errno or libfabric code, 0 where there is none. */
  errno: number;
  message: string;
}

export const RIGHTS = ["read", "write", "atomic"] as const;
export type Right = (typeof RIGHTS)[number];

/** Where a device's fabric listener is. */
export interface FabricAddress {
  provider: string;
  host: string;
  port: number;
}

export interface BuildInfo {
  libfabric: string;
  compiler: string;
}

// Device

export interface NativeDeviceOptions {
  provider: string;
  /** A local address to listen on; port 0 picks a free one. */
  host: string;
  port: number;
  progressThreads: number;
  /** How long a progress thread spins after the last traffic before it blocks. */
  spinNs: number;
  observer: NativeObserverOptions;
  stores: NativeStoreOptions;
  /** For the log. Must not throw. */
  onEvent(event: NativeDeviceEvent): void;
}

export interface NativeDeviceEvent {
  kind:
    | "session_opened"
    | "session_closed"
    | "session_failed"
    | "connection_refused"
    | "store_failed"
    | "store_stalled"
    | "store_resumed"
    | "store_damaged";
  /** Empty where the event has no session: a refused connection, a volume's backing store. */
  sessionId: string;
  volumeId: string;
  client: string;
  peer: string;
  message: string;
}

export interface NativeVolumeOptions {
  id: string;
  sizeBytes: number;
  hugePages: boolean;
  /** A power of two, at least 4096. */
  regionSizeBytes: number;
}

/** What a ticket grants; `sessionId` names the session that it will become. */
export interface NativeGrant {
  sessionId: string;
  volumeId: string;
  client: string;
  offsetBytes: number;
  lengthBytes: number;
  rights: Right[];
  observe: ObservationMode;
  /** The session waits until its operations were acted on by the observer. */
  waitObserved: boolean;
}

export interface NativeTicketRequest extends NativeGrant {
  /** The client's half of the ticket, base64url. */
  ticketHalf: string;
  expiresInMs: number;
}

export interface NativeSessionInfo {
  sessionId: string;
  volumeId: string;
  client: string;
  offsetBytes: number;
  lengthBytes: number;
  rights: Right[];
  peer: string;
  /** When its ticket was used, in milliseconds since the epoch. */
  sinceMs: number;
  /** False from the use of its ticket until the connection is established. */
  connected: boolean;
  observe: ObservationMode;
  /** As far as it is observed. */
  traffic: NativeTraffic;
  /** Notifications of this session that were ignored. */
  refused: number;
}

/** Counters of the device's native side since it started. */
export interface NativeDeviceStatistics {
  ticketsIssued: number;
  ticketsRefused: number;
  sessionsOpened: number;
  sessionsClosed: number;
}

export interface NativeDevice extends NativeObservation, NativePersistence {
  readonly address: FabricAddress;
  /** Resolves when the memory is allocated and zeroed. */
  createVolume(options: NativeVolumeOptions): Promise<void>;
  /** Ends the volume's sessions first, then releases its memory and removes its store. */
  deleteVolume(volumeId: string): Promise<void>;
  /** The device's half of a one-time ticket, base64url; the client's comes behind it. */
  issueTicket(request: NativeTicketRequest): string;
  /**
   * Every session whose ticket was used and whose client can reach the memory, or is about to:
   * a grant is at each moment an unused ticket, or in here, or over.
   */
  sessions(): NativeSessionInfo[];
  /**
   * Ends the session, or drops the ticket that it was to come of. Resolves when that ticket opens
   * nothing and its client can reach the memory no more; false if there was nothing to end.
   */
  endSession(sessionId: string): Promise<boolean>;
  statistics(): NativeDeviceStatistics;
  close(): Promise<void>;
}

// Client

export interface NativeConnectOptions {
  address: FabricAddress;
  ticket: string;
  timeoutMs: number;
  notify: NativeNotifyOptions;
}

/** What atomic operations are done on, at a multiple of it from the start of the volume. */
export const WORD_BYTES = 8;

/** One attached range of a volume. Offsets count from the start of the granted range. */
export interface NativeSession {
  readonly lengthBytes: number;
  readonly rights: Right[];
  /** Fills the buffer; resolves when every byte has arrived. */
  read(offsetBytes: number, into: Uint8Array): Promise<void>;
  /** Resolves when every byte is in the device's memory. */
  write(offsetBytes: number, from: Uint8Array): Promise<void>;
  /**
   * Atomic operations on the word at an offset, little-endian; the device carries them out. They
   * resolve to its value before, from 0 to 2^64 - 1; what is given counts modulo 2^64.
   */
  fetchAdd(offsetBytes: number, delta: bigint): Promise<bigint>;
  compareSwap(offsetBytes: number, expected: bigint, desired: bigint): Promise<bigint>;
  close(): Promise<void>;
}

// Bench

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

// The addon

export interface NativeLock {
  release(): void;
}

export interface NativeBinding {
  buildInfo(): BuildInfo;
  openDevice(options: NativeDeviceOptions): Promise<NativeDevice>;
  connect(options: NativeConnectOptions): Promise<NativeSession>;
  /** Connects every thread; rejects if one cannot connect. */
  prepareRun(spec: NativeRunSpec): Promise<NativeReadyRun>;
  /** An exclusive lock (flock) on a file in the directory; throws `state_directory_in_use`. */
  lockDirectory(path: string): NativeLock;
  /** Where a file has data, in order; the rest are holes. Rejects `file_unreadable`. */
  dataExtents(path: string): Promise<NativeExtent[]>;
}
