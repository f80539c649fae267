/** Native counters as the control API has them. */
import type {
  NativeExtent,
  NativeNamedTraffic,
  NativeTraffic,
  NativeTypeStatistics,
} from "../binding/native-observation.js";
import type { Extent, SessionTraffic, Traffic, VolumeStatistics } from "../control/observation.js";

/** The same for each type of operation. */
export function eachType<From, To>(
  { read, write, atomic }: Record<keyof NativeTraffic, From>,
  convert: (value: From) => To,
): Record<keyof NativeTraffic, To> {
  return { read: convert(read), write: convert(write), atomic: convert(atomic) };
}

function counters({ operations, bytes, lastSeenMs }: NativeTypeStatistics) {
  const last_seen = lastSeenMs === 0 ? null : timeOf(lastSeenMs);
  return { operations, bytes, last_seen };
}

export function sessionTrafficOf(traffic: NativeTraffic): SessionTraffic {
  return eachType(traffic, counters);
}

export function trafficOf(traffic: NativeTraffic): Traffic {
  return eachType(traffic, (type) => ({
    ...counters(type),
    operations_per_second: type.operationsPerSecond,
    bytes_per_second: type.bytesPerSecond,
    sizes: [...type.sizes],
  }));
}

export function namedTrafficOf({
  name,
  sessions,
  traffic,
}: NativeNamedTraffic): VolumeStatistics["clients"][number] {
  return { name, sessions, traffic: trafficOf(traffic) };
}

export function extentOf({ offsetBytes, lengthBytes }: NativeExtent): Extent {
  return { offset_bytes: offsetBytes, length_bytes: lengthBytes };
}

/** ISO 8601, from milliseconds since the epoch. */
export function timeOf(ms: number): string {
  return new Date(ms).toISOString();
}
