/** Counting operations, as the native side does. */
import {
  type NativeRecord,
  type NativeTraffic,
  type NativeTypeStatistics,
  OPERATION_TYPES,
} from "./native-observation.js";

const SIZE_BUCKETS = 32;

function emptyType(): NativeTypeStatistics {
  return {
    operations: 0,
    bytes: 0,
    sizes: new Float64Array(SIZE_BUCKETS),
    lastSeenMs: 0,
    operationsPerSecond: 0,
    bytesPerSecond: 0,
  };
}

export function emptyTraffic(): NativeTraffic {
  return { read: emptyType(), write: emptyType(), atomic: emptyType() };
}

export function addToTraffic(
  traffic: NativeTraffic,
  { type, operations, bytes }: NativeRecord,
): void {
  const counted = traffic[type];
  const bucket = Math.floor(Math.log2(Math.max(1, bytes / operations)));
  counted.operations += operations;
  counted.bytes += bytes;
  counted.lastSeenMs = Date.now();
  counted.sizes[bucket] = (counted.sizes[bucket] ?? 0) + operations;
}

/** A copy that does not change any more. */
export function copyTraffic(traffic: NativeTraffic): NativeTraffic {
  const copy = emptyTraffic();
  for (const type of OPERATION_TYPES) {
    copy[type] = { ...traffic[type], sizes: traffic[type].sizes.slice() };
  }
  return copy;
}
