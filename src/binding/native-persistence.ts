/** The native surface of durability: volumes with a backing store. */

import type { NativeExtent } from "./native-observation.js";

/** What an acknowledgement means: docs/durability.md. */
export const DURABILITY_MODES = ["volatile", "async", "barrier", "sync"] as const;
export type DurabilityMode = (typeof DURABILITY_MODES)[number];

/** How all stores of a device are watched over. */
export interface NativeStoreOptions {
  /** A call of a store that takes longer hangs, as far as anybody can tell. */
  timeoutNs: number;
  /** How much of each image is looked at for damage; 0: none. */
  scrubBytesPerSecond: number;
}

/** When what is written is persisted. */
export interface NativeDurabilityOptions {
  mode: Exclude<DurabilityMode, "volatile">;
  /** Of `async`. */
  intervalNs: number;
  /** Of `async`; 0: no bound. */
  dirtyBytesMax: number;
}

export interface NativeBackedVolumeOptions extends NativeDurabilityOptions {
  id: string;
  sizeBytes: number;
  hugePages: boolean;
  /** A power of two, at least 4096. */
  regionSizeBytes: number;
  /** What the store's files are called. */
  name: string;
  /** Where they are; it exists. */
  directory: string;
  /** From the files that are there; else new ones are made. */
  recover: boolean;
  /** With `recover`: an epoch that the store has reached; an earlier one is `store_damaged`. */
  epochMin: number;
}

export interface NativeDurability {
  durableEpoch: number;
  dirtyBytes: number;
  /** What recovery would have to replay. */
  journalBytes: number;
  /** Why the store cannot be used any more; absent while it can. */
  failure?: string;
  /** What the store does that takes so long; absent while it does not hang. */
  stall?: string;
  /** How long the store would take for what is dirty; absent before that can be told. */
  persistNs?: number;
  /** How often the whole image was looked at for damage. */
  scrubPasses: number;
  scrubbedBytes: number;
  /** What of the image is not what its checksums say. */
  damagedBytes: number;
}

/** Whole regions. */
export interface NativeStoreVerification {
  bytesCompared: number;
  /** The image is not what its checksums say. */
  image: NativeExtent[];
  /** The memory is not what was kept, and nobody has told of a change by now. */
  memory: NativeExtent[];
}

/** All but the first reject, or throw, `volume_not_found` for a volume without a store. */
export interface NativePersistence {
  /**
   * Resolves when the volume is there with what its store holds. Rejects `store_exists`,
   * `store_missing`, `store_in_use`, `store_damaged`, `store_failed`.
   */
  createBackedVolume(options: NativeBackedVolumeOptions): Promise<void>;
  /**
   * The durable epoch, once all that was told or can be found is in it. Rejects `store_failed`,
   * `store_stalled`.
   */
  flushVolume(volumeId: string): Promise<number>;
  /** The same when its sessions were ended, and the image holds it. */
  retireVolume(volumeId: string): Promise<number>;
  /**
   * Another mode, interval or bound. Who may write is to be made to attach anew when it becomes
   * `sync`: a session of before is not held back.
   */
  setDurability(volumeId: string, options: NativeDurabilityOptions): void;
  /** As flushVolume, once the image holds it, too; in full: all of the memory, dirty or not. */
  persistVolume(volumeId: string, full: boolean): Promise<number>;
  /** Compares memory, image and checksums of the regions that the extent touches. */
  verifyVolume(volumeId: string, extent: NativeExtent): Promise<NativeStoreVerification>;
  durability(volumeId: string): NativeDurability;
}
