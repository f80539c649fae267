/** One picture of a run: everything that the live view and the lines show, as plain data. */

import type { RunMeta } from "../../bench/run/meta.js";
import type { Direction, DirectionPair } from "../../binding/native.js";
import type { BucketSpan } from "./histogram-rows.js";
import type { LatencyView } from "./latency-view.js";

/** The last whole second, or everything since the measurement began. */
export type Selection = "interval" | "cumulative";

export type Phase = "starting" | "ramping" | "running" | "stopping" | "done";

export interface Rates {
  iops: number;
  bytesPerSecond: number;
}

export interface JobFigures extends DirectionPair<Rates> {
  name: string;
  /** Empty for a job that simply runs. */
  note: string;
  inFlight: number;
  errors: number;
}

export interface LiveFrame {
  meta: RunMeta;
  phase: Phase;
  paused: boolean;
  selection: Selection;
  elapsedSeconds: number;
  /** Undefined where no bound is known, and at the end. */
  remainingSeconds: number | undefined;
  /** The directions that any job has. */
  directions: DirectionPair<boolean>;
  jobs: readonly JobFigures[];
  total: JobFigures;
  latency: DirectionPair<LatencyView>;
  /** Where the histogram's axis lies; from the whole run, so that it does not jump. */
  span: BucketSpan | undefined;
  /** One value for each second, oldest first. */
  p99History: DirectionPair<readonly number[]>;
  iopsHistory: DirectionPair<readonly number[]>;
}

/** The directions to show, in the order in which they are shown. */
export function usedDirections(directions: DirectionPair<boolean>): Direction[] {
  return (["read", "write"] as const).filter((right) => directions[right]);
}
