/** Snapshots for tests, made from lists of latencies. */

import type { JobMeta, RunMeta } from "../../../src/bench/run/meta.js";
import {
  BUCKET_COUNT,
  type DirectionSnapshot,
  type JobSnapshot,
  type LatencySnapshot,
  type RunSnapshot,
  SNAPSHOT_PERCENTILES,
} from "../../../src/binding/native-run.js";
import { bucketFloorNs } from "../../../src/ui/live/latency-view.js";

export function latencySnapshot(values: readonly number[]): LatencySnapshot {
  const sorted = [...values].sort((a, b) => a - b);
  const buckets = new Float64Array(BUCKET_COUNT);
  for (const value of values) {
    const above = Array.from(buckets.keys()).find((index) => bucketFloorNs(index) > value);
    const index = (above ?? BUCKET_COUNT) - 1;
    buckets[index] = (buckets[index] ?? 0) + 1;
  }
  return {
    count: values.length,
    maxNs: sorted.at(-1) ?? 0,
    percentilesNs: Float64Array.from(
      SNAPSHOT_PERCENTILES,
      (rank) => sorted[Math.max(0, Math.ceil((rank / 100) * sorted.length) - 1)] ?? 0,
    ),
    buckets,
  };
}

/** Operations of 4096 bytes: all of them, and those of the last second. */
export function directionSnapshot(
  all: readonly number[],
  lastSecond: readonly number[] = all,
): DirectionSnapshot {
  return {
    operations: all.length,
    bytes: all.length * 4096,
    errors: 0,
    total: latencySnapshot(all),
    interval: {
      ...latencySnapshot(lastSecond),
      operations: lastSecond.length,
      bytes: lastSecond.length * 4096,
      lengthNs: 1e9,
    },
  };
}

export function jobSnapshot(more: Partial<JobSnapshot> = {}): JobSnapshot {
  return {
    read: directionSnapshot([]),
    write: directionSnapshot([]),
    trim: directionSnapshot([]),
    inFlight: 0,
    threadsRunning: 1,
    threadsFailed: 0,
    ramping: false,
    ...more,
  };
}

export function runSnapshot(seconds: number, jobs: readonly JobSnapshot[]): RunSnapshot {
  return { elapsedNs: seconds * 1e9, intervalsCompleted: Math.floor(seconds), jobs: [...jobs] };
}

export function jobMeta(more: Partial<JobMeta> = {}): JobMeta {
  return {
    worker: null,
    name: "mixed",
    threads: 1,
    directions: { read: true, write: true, trim: false },
    rated: false,
    rampSeconds: 0,
    runtimeSeconds: 30,
    expectedBytes: 0,
    ...more,
  };
}

export function runMeta(more: Partial<RunMeta> = {}): RunMeta {
  return {
    title: "mixed.fio",
    target: { volume: "scratch", device: "ceres", provider: "tcp" },
    engine: "fabric",
    stage: 1,
    stages: 1,
    jobs: [jobMeta()],
    ...more,
  };
}
