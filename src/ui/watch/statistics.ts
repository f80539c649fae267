/** What the watch view reads of a volume's statistics, as the control API has them. */
import type { OperationType } from "../../binding/native-observation.js";

/** Over the volume's life. */
export interface TypeCounters {
  operations: number;
  bytes: number;
}

export type TrafficCounters = Record<OperationType, TypeCounters>;

export interface ClientStatistics {
  /** Empty for the sum of those that there are too many of. */
  name: string;
  sessions: number;
  traffic: TrafficCounters;
}

/** The volume in equal shares: operations over its life, and regions dirty since the point. */
export interface CellStatistics extends Record<OperationType, readonly number[]> {
  dirty: readonly number[];
  /** Regions in a cell; the last may have fewer. */
  regions_each: number;
}

export interface WatchedStatistics {
  /** The point that `cells.dirty` counts from. */
  since: string;
  region_size_bytes: number;
  traffic: TrafficCounters;
  bytes_estimated: boolean;
  clients: readonly ClientStatistics[];
  cells: CellStatistics;
  points: readonly { name: string; since: string }[];
  refused: number;
  regions_found_changed: number;
}
