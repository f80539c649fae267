/** The native surface of durability: volumes with a backing store. */

/** What an acknowledgement means: docs/durability.md. */
export const DURABILITY_MODES = ["volatile", "async", "barrier", "sync"] as const;
export type DurabilityMode = (typeof DURABILITY_MODES)[number];

export interface NativeBackedVolumeOptions {
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
  mode: Exclude<DurabilityMode, "volatile">;
  /** Of `async`. */
  intervalNs: number;
  /** Of `async`; 0: no bound. */
  dirtyBytesMax: number;
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
  durability(volumeId: string): NativeDurability;
}
