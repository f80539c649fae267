/** One picture of a watched volume: everything that the view shows, as plain data. */
import type { OperationType } from "../../binding/native-observation.js";
import type { ActivityKind } from "./activity.js";

export const MAP_KINDS = ["read", "write", "dirty"] as const;
export type MapKind = (typeof MAP_KINDS)[number];

/** All maps if there is room for them, or the one that was asked for. */
export type Selection = "all" | MapKind;

export type Sorting = "traffic" | "name";

export interface Rates {
  operationsPerSecond: number;
  bytesPerSecond: number;
}

export type Traffic = Record<OperationType, Rates>;

export interface ClientFigures {
  name: string;
  sessions: number;
  traffic: Traffic;
}

export interface ActivityMap {
  /** Operations a second; those of the last seconds fade. */
  cells: readonly number[];
  /** Of late, for the scale. */
  highest: number;
}

export interface DirtyCell {
  regions: number;
  dirty: number;
}

export interface DirtySummary {
  /** The point counted from. */
  point: string;
  /** When it was made, in ISO 8601; undefined where that is not known. */
  since: string | undefined;
  dirtyRegions: number;
  regions: number;
}

export interface WatchFrame {
  volume: string;
  sizeBytes: number;
  regionSizeBytes: number;
  cellSizeBytes: number;
  elapsedSeconds: number;
  paused: boolean;
  /** The watch is over, this frame stays. */
  ended: boolean;
  selection: Selection;
  activity: Record<ActivityKind, ActivityMap>;
  dirtyCells: readonly DirtyCell[];
  dirty: DirtySummary;
  total: Traffic;
  /** Bytes of writes are estimates in part. */
  bytesEstimated: boolean;
  /** Any atomic operations at all. */
  hasAtomics: boolean;
  /** Operations a second, of the last minute, oldest first. */
  history: Record<OperationType, readonly number[]>;
  sorting: Sorting;
  clients: readonly ClientFigures[];
  regionsFoundChanged: number;
  notificationsRefused: number;
}
