/** Statistics for tests, as the control API answers them. */
import type { Traffic, VolumeStatistics } from "../../../src/control/observation.js";

const MIB = 2 ** 20;

/** 1 GiB in regions of 64 KiB: 256 cells of 64 regions each. */
export const VOLUME = { name: "scratch", sizeBytes: 1024 * MIB };
export const CELLS = 256;
const REGIONS_EACH = 64;

type TypeTraffic = Traffic["read"];
type Cells = VolumeStatistics["cells"];

/** Operations of 4096 bytes, in all. */
export function typeTraffic(operations = 0): TypeTraffic {
  return {
    operations,
    bytes: operations * 4096,
    last_seen: operations > 0 ? "2026-01-02T03:04:06.000Z" : null,
    operations_per_second: 0,
    bytes_per_second: 0,
    sizes: Array(32).fill(0),
  };
}

export function traffic(read = 0, write = 0, atomic = 0): Traffic {
  return { read: typeTraffic(read), write: typeTraffic(write), atomic: typeTraffic(atomic) };
}

export function client(name: string, read = 0, write = 0, atomic = 0) {
  return { name, sessions: 1, traffic: traffic(read, write, atomic) };
}

/** Counts of some cells, by index; the rest have none. */
export function counts(some: Record<number, number> = {}, length = CELLS): number[] {
  return Array.from({ length }, (_, index) => some[index] ?? 0);
}

export function cells(more: Partial<Cells> = {}): Cells {
  return {
    read: counts(),
    write: counts(),
    atomic: counts(),
    dirty: counts(),
    regions_each: REGIONS_EACH,
    ...more,
  };
}

export function statistics(more: Partial<VolumeStatistics> = {}): VolumeStatistics {
  return {
    volume: VOLUME.name,
    since: "creation",
    region_size_bytes: 65_536,
    traffic: traffic(),
    bytes_estimated: false,
    clients: [],
    interfaces: [],
    cells: cells(),
    points: [{ name: "creation", since: "2026-01-02T03:04:05.678Z", dirty_regions: 0 }],
    refused: 0,
    regions_hashed: 0,
    regions_found_changed: 0,
    memory_bytes: 4096,
    ...more,
  };
}
