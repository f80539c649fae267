/** Snapshots of several workers as one. */
import {
  BUCKET_COUNT,
  type DirectionSnapshot,
  type JobSnapshot,
  type LatencySnapshot,
  type RunSnapshot,
  SNAPSHOT_PERCENTILES,
} from "../../binding/native-run.js";
import { byDirection } from "../../directions.js";

/** What is known of a worker while its stage runs. */
export interface WorkerView {
  /** Of the stage, each worker has them all. */
  jobs: number;
  /** Undefined before it has told of any. */
  latest: RunSnapshot | undefined;
  isLost: boolean;
}

/** Every job of every worker: percentiles of several hosts cannot be made one. */
export function joinedSnapshot(workers: readonly WorkerView[]): RunSnapshot {
  const present = workers.filter(({ isLost }) => !isLost);
  return {
    elapsedNs: Math.max(0, ...workers.map(({ latest }) => latest?.elapsedNs ?? 0)),
    // A second is over once it is on all hosts that are there.
    intervalsCompleted: Math.min(
      ...(present.length > 0 ? present : workers).map(
        ({ latest }) => latest?.intervalsCompleted ?? 0,
      ),
    ),
    jobs: workers.flatMap(({ jobs, latest, isLost }) => {
      const known = latest?.jobs ?? Array.from({ length: jobs }, nothingYet);
      return isLost ? known.map(asLost) : known;
    }),
  };
}

/** What it did counts; it does no more. */
function asLost(job: JobSnapshot): JobSnapshot {
  const threadsFailed = job.threadsFailed + Math.max(1, job.threadsRunning);
  return { ...job, inFlight: 0, threadsRunning: 0, ramping: false, threadsFailed };
}

function nothingYet(): JobSnapshot {
  return { ...byDirection(noOperations), ...NO_THREADS };
}

const NO_THREADS = { inFlight: 0, threadsRunning: 0, threadsFailed: 0, ramping: true };

function noOperations(): DirectionSnapshot {
  const nothing = { operations: 0, bytes: 0 };
  const interval = { ...noLatency(), ...nothing, lengthNs: 0 };
  return { ...nothing, errors: 0, total: noLatency(), interval };
}

function noLatency(): LatencySnapshot {
  return {
    count: 0,
    maxNs: 0,
    percentilesNs: new Float64Array(SNAPSHOT_PERCENTILES.length),
    buckets: new Float64Array(BUCKET_COUNT),
  };
}
