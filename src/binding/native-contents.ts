/** The native surface of what a load test writes, and of its verification. */

/** Bytes that repeat through a block, with places for the block's offset in the volume. */
export interface NativeFillPattern {
  bytes: Uint8Array;
  /** Where in `bytes` eight of them stand for the offset, little-endian. */
  offsetPlaces: number[];
}

export interface NativeBuffers {
  zeros: boolean;
  /** New random data in each write, and not only new stamps in its sectors. */
  refill: boolean;
  /** Empty: none. */
  pattern: NativeFillPattern;
  /** Of each 512 bytes, that the pattern or zeros fill. */
  compressPercent: number;
}

export const VERIFY_METHODS = ["crc32c", "xxhash", "md5", "sha256", "pattern"] as const;
export type VerifyMethod = (typeof VERIFY_METHODS)[number];

export interface NativeVerify {
  method: VerifyMethod | "none";
  /** Reads back what was written, once all of it is. */
  readsBack: boolean;
  /** Writes nothing: reads what the same job wrote before. */
  only: boolean;
  /** Fails the thread at the first finding, and not after all of them. */
  fatal: boolean;
  /** Findings are counted and fail nothing. */
  continues: boolean;
  /** A header of its own for each so many bytes; 0: one for a block. */
  intervalBytes: number;
  /** Writes after which so many of the batch are read back at once; 0: none. */
  backlog: number;
  backlogBatch: number;
  pattern: NativeFillPattern;
  /** Where files with what was read and what was written go; empty: nowhere. */
  dumpPrefix: string;
}

/** What came of reading back. */
export interface NativeVerifyResult {
  operations: number;
  bytes: number;
  errors: number;
  /** The first of them, in words. */
  findings: string[];
}
