/** What a monitor is told of a stage before its first snapshot. */

import type { Engine } from "../../binding/native-run.js";
import type { DirectionTriple } from "../../directions.js";

export interface JobMeta {
  name: string;
  /** Whose clones these are; null: of this process. */
  worker: string | null;
  /** Clones. */
  threads: number;
  /** Which directions the job's access pattern has. */
  directions: DirectionTriple<boolean>;
  /** Whether operations are due at times of their own, so that they can wait. */
  rated: boolean;
  rampSeconds: number;
  /** After the ramp; 0: no time bound. */
  runtimeSeconds: number;
  /** Bytes that all clones transfer before the job ends; 0: no such bound. */
  expectedBytes: number;
}

export interface RunMeta {
  /** The profile's name. */
  title: string;
  /** Null for the null engine. */
  target: { volume: string; device: string; provider: string } | null;
  engine: Engine;
  /** Counted from 1. */
  stage: number;
  stages: number;
  /** In the order of the snapshots' jobs. */
  jobs: readonly JobMeta[];
}
