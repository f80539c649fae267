/** The native surface of observer logic: what clients did, as the device knows it. */

/** How a session's operations are observed; what each sees: docs/observer.md. */
export const OBSERVATION_MODES = ["none", "hash", "immediate", "message", "scratch"] as const;
export type ObservationMode = (typeof OBSERVATION_MODES)[number];

/** When a session in mode `message` or `scratch` tells of an operation. */
export const NOTIFICATION_PHASES = ["before", "after", "both"] as const;
export type NotificationPhases = (typeof NOTIFICATION_PHASES)[number];

export const OPERATION_TYPES = ["read", "write", "atomic"] as const;
export type OperationType = (typeof OPERATION_TYPES)[number];

/** Operations told of together, at most. */
export const NOTIFICATION_BATCH_MAX = 64;

export interface NativeObserverOptions {
  /** How often what sessions in mode `hash` can write is looked at. */
  hashIntervalNs: number;
  /** The most of one core that hashing takes. */
  hashCpuPercent: number;
  /** A session that can write and told nothing for so long is looked at by hash. */
  silenceTimeoutNs: number;
}

/** How a client tells what it does, where its mode lets it choose. */
export interface NativeNotifyOptions {
  when: NotificationPhases;
  /** Operations told of together, at most. */
  batch: number;
  /** Tell nothing over the fabric: the caller does, through the control API. */
  outOfBand: boolean;
}

/** Bytes of a volume. */
export interface NativeExtent {
  offsetBytes: number;
  lengthBytes: number;
}

/** An out-of-band notification; the extent counts from the start of the session's range. */
export interface NativeRecord extends NativeExtent {
  type: OperationType;
  phase: "before" | "after";
  operations: number;
  /** Of all operations together. */
  bytes: number;
}

export interface NativeTypeStatistics {
  operations: number;
  bytes: number;
  /** Element `i` counts operations of `[2^i, 2^(i+1))` bytes; 32 of them. */
  sizes: Float64Array;
  /** Milliseconds since the epoch; 0: never. */
  lastSeenMs: number;
  /** In the last whole second. */
  operationsPerSecond: number;
  bytesPerSecond: number;
}

export type NativeTraffic = Record<OperationType, NativeTypeStatistics>;

export interface NativeNamedTraffic {
  name: string;
  /** Live ones; the traffic counts those that have ended, too. */
  sessions: number;
  traffic: NativeTraffic;
}

export interface NativeVolumeStatistics {
  traffic: NativeTraffic;
  /** Some writes told no size: their whole regions were counted. */
  bytesEstimated: boolean;
  /** At most 64; the traffic of clients beyond that is in the one named "". */
  clients: NativeNamedTraffic[];
  interfaces: NativeNamedTraffic[];
  /** The volume in at most 256 equal shares of `cellRegions` regions each, by operation type. */
  cells: Record<OperationType, Float64Array>;
  cellRegions: number;
  /** For each cell, regions dirty since the point asked for. */
  cellsDirty: Float64Array;
  points: { name: string; sinceMs: number; dirtyRegions: number }[];
  /** Notifications that were ignored: outside a session's range, or without meaning. */
  refused: number;
  regionsHashed: number;
  regionsFoundChanged: number;
  memoryBytes: number;
}

export interface NativeScanResult {
  bytesHashed: number;
  changed: NativeExtent[];
}

export interface NativeWatchEvent extends NativeExtent {
  /** `done`: carried out; `announced`: about to be; `found`: changed, by nobody known. */
  kind: "done" | "announced" | "found";
  type: OperationType;
  timeMs: number;
  operations: number;
  /** 0 where it is not known. */
  bytes: number;
  /** Empty for `found`. */
  sessionId: string;
  client: string;
}

export interface NativeWatch {
  /** What was observed since the last call, and how many operations did not fit. */
  take(): { events: NativeWatchEvent[]; operationsMissed: number };
  close(): void;
}

/** The point that is as old as its volume; it cannot be moved or removed. */
export const CREATION_POINT = "creation";

/** The part of a device that is about observation. Points and scans reject `volume_not_found`. */
export interface NativeObservation {
  /** Whether the fabric carries immediates; `message` takes their place where it does not. */
  readonly hasImmediates: boolean;
  volumeStatistics(volumeId: string, since: string): Promise<NativeVolumeStatistics>;
  /** Makes a point, or moves it to now. Rejects `point_limit`. */
  markPoint(volumeId: string, point: string): Promise<void>;
  /** False if there is none such. */
  unmarkPoint(volumeId: string, point: string): Promise<boolean>;
  /** What may have changed since the point; with `take` the point moves to now. */
  dirty(volumeId: string, point: string, take: boolean): Promise<NativeExtent[]>;
  /** Hashes an extent now. Rejects `range_invalid`. */
  scan(volumeId: string, extent: NativeExtent): Promise<NativeScanResult>;
  /**
   * Out-of-band notification; acted on when this returns. `final`: all was told.
   * False if there is no such session.
   */
  notify(sessionId: string, records: NativeRecord[], final: boolean): boolean;
  watch(volumeId: string, eventsMax: number): NativeWatch;
}
