/** Native results for tests, made from lists of latencies. */
import { inflateSync } from "node:zlib";
import { build, encodeIntoCompressedBase64 } from "hdr-histogram-js";
import type { Job } from "../../../src/bench/job.js";
import { defaultJob } from "../../../src/bench/jobfile/new-job.js";
import { buildResult, type ResultInput } from "../../../src/bench/result/build.js";
import type { ObserveRow, RunResult } from "../../../src/bench/result/result.js";
import type { PartRun, StageRun } from "../../../src/bench/result/stage-run.js";
import type {
  NativeDirectionResult,
  NativeInterval,
  NativeJobResult,
  NativeLatency,
  NativeThreadResult,
} from "../../../src/binding/native-run.js";

/** HdrHistogram V2, uncompressed, as hdr-histogram-js encodes it. */
export function nativeHistogram(values: readonly number[]): Uint8Array {
  const histogram = build({ bitBucketSize: 64, highestTrackableValue: 3_600_000_000_000 });
  for (const value of values) histogram.recordValue(value);
  const compressed = Buffer.from(encodeIntoCompressedBase64(histogram), "base64");
  return inflateSync(compressed.subarray(8));
}

export function nativeLatency(values: readonly number[]): NativeLatency {
  const count = values.length;
  const meanNs = count === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / count;
  const squares = values.reduce((sum, value) => sum + (value - meanNs) ** 2, 0);
  return {
    count,
    minNs: count === 0 ? 0 : Math.min(...values),
    maxNs: count === 0 ? 0 : Math.max(...values),
    meanNs,
    stddevNs: count > 1 ? Math.sqrt(squares / (count - 1)) : 0,
    histogram: nativeHistogram(values),
  };
}

/** Operations of 4096 bytes with these service times; response is 100 ns longer. */
export function nativeDirection(values: readonly number[]): NativeDirectionResult {
  return {
    operations: values.length,
    bytes: values.length * 4096,
    errors: 0,
    service: nativeLatency(values),
    response: nativeLatency(values.map((value) => value + 100)),
    lateStarts: 0,
    droppedArrivals: 0,
    startDelayNsMax: 0,
  };
}

export function nativeThread(
  reads: readonly number[],
  writes: readonly number[] = [],
  more: Partial<NativeThreadResult> = {},
): NativeThreadResult {
  return {
    read: nativeDirection(reads),
    write: nativeDirection(writes),
    trim: nativeDirection([]),
    runtimeNs: 2e9,
    userCpuNs: 1e9,
    systemCpuNs: 0.5e9,
    contextSwitches: { voluntary: 3, involuntary: 4 },
    ...more,
  };
}

export function nativeInterval(endNs: number, reads: number, lengthNs = 1e9): NativeInterval {
  return {
    endNs,
    lengthNs,
    read: {
      operations: reads,
      bytes: reads * 4096,
      percentilesNs: Float64Array.of(50, 90, 95, 99, 999, 9999),
      maxNs: 12345,
    },
    write: { operations: 0, bytes: 0, percentilesNs: new Float64Array(6), maxNs: 0 },
    trim: { operations: 0, bytes: 0, percentilesNs: new Float64Array(6), maxNs: 0 },
  };
}

export function sampleJob(more: Partial<Job> = {}): Job {
  const options = { rw: "randread" };
  return { ...defaultJob(), name: "job", rw: "randread", readMixPercent: 100, options, ...more };
}

/** As the volume says, which is by immediates. */
export const SAMPLE_OBSERVE: ObserveRow = {
  asked: null,
  mode: "immediate",
  note: null,
  when: null,
  batch: null,
  wait: false,
};

/** What a job came to; without a heat map unless one is given. */
export type SampleJobResult = Omit<NativeJobResult, "heat"> & Partial<NativeJobResult>;

type SampleRun = { job: Job; observe?: ObserveRow | null; result: SampleJobResult };

/** A stage of these jobs; seeds count up from 1. */
export function sampleStage(jobs: readonly SampleRun[]): StageRun {
  return { parts: [samplePart(jobs)] };
}

/** The part of one process, by default this one. */
export function samplePart(
  jobs: readonly SampleRun[],
  worker: string | null = null,
  firstSeed = 1,
): PartRun {
  let seed = BigInt(firstSeed);
  return {
    worker,
    lost: null,
    jobs: jobs.map(({ job, result, observe = SAMPLE_OBSERVE }) => ({
      job: { ...job, numjobs: result.threads.length },
      seeds: result.threads.map(() => seed++),
      observe,
    })),
    result: { elapsedNs: 2.5e9, jobs: jobs.map(({ result }) => ({ heat: [], ...result })) },
  };
}

export function sampleInput(stages: readonly StageRun[]): ResultInput {
  return {
    id: "0197-run",
    memvolVersion: "0.1.0",
    startedAt: new Date(2025, 10, 3, 9, 5, 4),
    finishedAt: new Date(2025, 10, 3, 9, 5, 7, 250),
    status: "completed",
    error: null,
    environment: {
      device: { name: "ceres", id: "d-1", version: "0.1.0" },
      volume: {
        name: "scratch",
        id: "v-1",
        size_bytes: 2 ** 30,
        block_size_bytes: 4096,
        temporary: true,
      },
      fabric: { provider: "tcp", address: "127.0.0.1:47000" },
      libfabric_version: "1.17.0",
      node_version: "20.20.2",
      cpu: { model: "Example CPU", count: 2 },
      os_release: "Linux 6.1",
      cores_short: null,
    },
    profile: {
      name: "randread.fio",
      text: "[global]\nbs=4k\n",
      globalOptions: { bs: "4k" },
      jobs: stages.flatMap(({ parts }) => parts[0]?.jobs.map(({ job }) => job) ?? []),
      warnings: ["randread.fio:2: 'direct' has no meaning here"],
    },
    warnings: [],
    stages,
    workers: [],
  };
}

/** The document of one stage of one job. */
export function sampleResult(
  threads: NativeThreadResult[],
  job: Partial<Job> = {},
  input: Partial<ResultInput> = {},
  observe: ObserveRow | null = SAMPLE_OBSERVE,
): RunResult {
  const result = { threads, intervals: [] };
  const stage = sampleStage([{ job: sampleJob(job), observe, result }]);
  return buildResult({ ...sampleInput([stage]), ...input });
}
