/** Where the threads of a load test are: in this process, or in workers on other hosts. */
import type { RunSnapshot } from "../../binding/native-run.js";
import type { Job } from "../job.js";
import type { PartRun } from "../result/stage-run.js";
import type { WorkerFacts } from "../result/workers.js";
import type { Places, SeededJob, StageSpec } from "./stage-spec.js";

/** What one process does of a stage. */
export interface StagePart extends StageSpec {
  /** Its name; null for this process. */
  worker: string | null;
}

export interface RunningStage {
  parts: readonly StagePart[];
  /** Of all parts, one job after the other. */
  snapshot(): RunSnapshot;
  /** Asks every thread to finish what is in flight and end. */
  stop(): void;
  /** Resolves when all have ended, also when some failed or were lost. */
  finished(): Promise<PartRun[]>;
}

export interface StageOrder {
  /** What each part does, in the order of the generator's processes. */
  plans: readonly (readonly SeededJob[])[];
  places: Places;
  operationTimeoutMs: number;
  /** How often snapshots are wanted; undefined: at the end alone. */
  snapshotIntervalMs: number | undefined;
}

export interface Generator {
  /** Processes; each does every job of the profile. */
  readonly size: number;
  /** Connects every thread of a stage, then lets all of them start at one instant. */
  begin(order: StageOrder): Promise<RunningStage>;
  /** The warning that a process has too few cores for these stages; null where none has. */
  coresShort(stages: Job[][], deviceProgressThreads: number): string | null;
  /** What is to be kept of each worker; none where the threads are in this process. */
  workers(): WorkerFacts[];
  close(): void;
}
