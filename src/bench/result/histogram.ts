/**
 * Histograms as the native side hands them over (HdrHistogram V2, uncompressed), merged by
 * counts, and stored as base64 of V2 compressed, the form that every HdrHistogram reads.
 */
import { deflateSync } from "node:zlib";
import {
  build,
  decodeFromCompressedBase64,
  encodeIntoCompressedBase64,
  type Histogram,
  JsHistogram,
} from "hdr-histogram-js";

export type { Histogram };

/** The format's first word: the base, and 0x10 for counts of variable length. */
const COMPRESSED_COOKIE = 0x1c849304 | 0x10;

/** A count may pass 2^32 in a long run, so counts are kept as doubles: exact up to 2^53. */
const COUNTER_BITS = 64;

/** One histogram of all the counts. The payloads are V2, uncompressed. */
export function mergeHistograms(payloads: readonly Uint8Array[]): Histogram {
  return mergeStored(payloads.map(compressHistogram));
}

/** One histogram of all the counts, of histograms in their stored form. */
export function mergeStored(stored: readonly string[]): Histogram {
  const merged = build({
    bitBucketSize: COUNTER_BITS,
    autoResize: true,
    numberOfSignificantValueDigits: 3,
  });
  for (const base64 of stored) merged.add(decodeHistogram(base64));
  return merged;
}

/** A V2 payload in its stored form: compressed, base64. */
export function compressHistogram(payload: Uint8Array): string {
  const compressed = deflateSync(payload);
  const head = Buffer.alloc(8);
  head.writeInt32BE(COMPRESSED_COOKIE, 0);
  head.writeInt32BE(compressed.length, 4);
  return Buffer.concat([head, compressed]).toString("base64");
}

/** A histogram in its stored form. */
export function encodeHistogram(histogram: Histogram): string {
  return encodeIntoCompressedBase64(histogram);
}

/** Reads the stored form. Throws if it is something else. */
export function decodeHistogram(base64: string): Histogram {
  return decodeFromCompressedBase64(base64, COUNTER_BITS);
}

/** So many values in one bucket, which is named by the highest of them, as percentiles are. */
export interface ValueCount {
  ns: number;
  count: number;
}

/** What was recorded, from the lowest bucket that holds anything to the highest. */
export function valueCounts(histogram: Histogram): ValueCount[] {
  if (!(histogram instanceof JsHistogram)) throw new Error("a histogram outside JavaScript");
  const recorded: ValueCount[] = [];
  for (let index = 0; index < histogram.countsArrayLength; index++) {
    const count = histogram.getCountAtIndex(index);
    if (count === 0) continue;
    recorded.push({ ns: histogram.highestEquivalentValue(histogram.valueFromIndex(index)), count });
  }
  return recorded;
}
