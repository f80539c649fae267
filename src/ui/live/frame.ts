/** One picture of a run: everything that the live view and the lines show, as plain data. */

import type { GateStanding } from "../../bench/gates/standing.js";
import type { RunMeta } from "../../bench/run/meta.js";
import { DIRECTIONS, type Direction, type DirectionTriple } from "../../directions.js";
import type { BucketSpan } from "./histogram-rows.js";
import type { LatencyView } from "./latency-view.js";

/** The last whole second, or everything since the measurement began. */
export type Selection = "interval" | "cumulative";

export type Phase = "starting" | "ramping" | "running" | "stopping" | "done";

export interface Rates {
  iops: number;
  bytesPerSecond: number;
}

export interface JobFigures {
  name: string;
  rates: DirectionTriple<Rates>;
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
  directions: DirectionTriple<boolean>;
  jobs: readonly JobFigures[];
  total: JobFigures;
  latency: DirectionTriple<LatencyView>;
  /** The thresholds of the run, and how they stand. */
  gates: readonly GateStanding[];
  /** Where the histogram's axis lies; from the whole run, so that it does not jump. */
  span: BucketSpan | undefined;
  /** One value for each second, oldest first. */
  p99History: DirectionTriple<readonly number[]>;
  iopsHistory: DirectionTriple<readonly number[]>;
}

/** The directions to show, in the order in which they are shown. */
export function usedDirections(directions: DirectionTriple<boolean>): Direction[] {
  return DIRECTIONS.filter((direction) => directions[direction]);
}
