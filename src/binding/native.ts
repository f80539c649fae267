/**
 * The whole native surface, typed once. `loader.ts` brings the real one, `fake.ts` one for
 * tests. Nothing here is called for each I/O: native threads run the loops, and TypeScript
 * starts them, takes snapshots a few times a second and collects results.
 *
 * Every call that fails throws, or rejects with, a `NativeFailure`-shaped `Error`
 * (`code`, `operation`, `errno`, and the provider's text in the message).
 */

import type {
  NativeExtent,
  NativeNotifyOptions,
  NativeObservation,
  NativeObserverOptions,
  NativeTraffic,
  ObservationMode,
} from "./native-observation.js";
import type { NativePersistence, NativeStoreOptions } from "./native-persistence.js";
import type { NativeReadyRun, NativeRunSpec } from "./native-run.js";

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
