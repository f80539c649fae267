/**
 * The stored result, as plain data. Where fio 3.3x's JSON has a key for a thing, the key, the
 * unit and the place are fio's; what fio has no key for stands under `memvol`. The schemas are
 * used when a stored result is read; the types come from them.
 */
import * as z from "zod";
import { NOTIFICATION_PHASES, OBSERVATION_MODES } from "../../binding/native-observation.js";
import { ATOMIC_OPERATIONS } from "../../binding/native-run.js";
import { OPERATORS } from "../gates/gate.js";

const count = z.number().min(0);
const nanoseconds = z.number().min(0);

const moments = z.object({
  min: nanoseconds,
  max: nanoseconds,
  mean: nanoseconds,
  stddev: nanoseconds,
  N: count,
});

/** Keys with six decimals as fio writes them: `"99.000000"`. Values in nanoseconds. */
const percentiles = z.record(z.string(), nanoseconds);

/** As in fio, `percentile` is there only if there was anything to count. */
const momentsWithPercentiles = moments.extend({ percentile: percentiles.optional() });

const latency = momentsWithPercentiles.extend({
  /** HdrHistogram V2, compressed, base64. */
  histogram: z.base64(),
});

const memvolDirection = z.object({
  /** As `runtime`, to the nanosecond. */
  runtime_ns: nanoseconds,
  /** Post to completion; `clat_ns` and `lat_ns` are taken from here. */
  service_ns: latency,
  /** Intended start to completion; the same as service unless there is a rate. */
  response_ns: latency,
  /** Operations posted later than their rate's schedule had them. */
  late_starts: count,
  /** Operations that were due in the measured time and not started. */
  dropped_arrivals: count,
  start_delay_max_ns: nanoseconds,
  /** The most operations of one clone that were due and not started yet. */
  backlog_max: count,
  /** Whether the target rate was reached, to a hundredth of its arrivals; null without one. */
  rate_reached: z.boolean().nullable(),
  errors: count,
});

const direction = z.object({
  io_bytes: count,
  io_kbytes: count,
  /** Bytes a second. */
  bw_bytes: count,
  /** KiB a second, as are `bw_min`, `bw_max`, `bw_mean` and `bw_dev`. */
  bw: count,
  iops: count,
  /** Milliseconds of measured time, of the clone that took longest. */
  runtime: count,
  total_ios: count,
  short_ios: count,
  drop_ios: count,
  /** Always zero: as with fio's sync engines, posting is part of the operation. */
  slat_ns: moments,
  clat_ns: momentsWithPercentiles,
  lat_ns: moments,
  bw_min: count,
  bw_max: count,
  bw_mean: count,
  bw_dev: count,
  bw_samples: count,
  iops_min: count,
  iops_max: count,
  iops_mean: count,
  iops_stddev: count,
  iops_samples: count,
  memvol: memvolDirection,
});

const threadFailure = z.object({
  /** Which clone in this row, from 0. */
  thread: count,
  code: z.string(),
  operation: z.string(),
  errno: count,
  message: z.string(),
});

const observationMode = z.enum(OBSERVATION_MODES);

const observe = z.object({
  /** Null: what the volume says. */
  asked: observationMode.nullable(),
  /** In effect. */
  mode: observationMode,
  /** Why it is not the mode that was asked for; null where it is. */
  note: z.string().nullable(),
  /** When an operation was told of, and how many at once at most; null in modes without both. */
  when: z.enum(NOTIFICATION_PHASES).nullable(),
  batch: count.nullable(),
  /** Operations were complete only once the observer had acted on them. */
  wait: z.boolean(),
});

const memvolJob = z.object({
  /** From 0; a stage starts when the one before has ended. */
  stage: count,
  engine: z.enum(["fabric", "null", "file"]),
  /** What the file engine worked on; null with the others. */
  file: z.object({ path: z.string(), direct: z.boolean() }).nullable(),
  rw: z.string(),
  /** What its writes were in truth; null where they were writes. */
  atomic: z.enum(ATOMIC_OPERATIONS).nullable(),
  iodepth: count,
  /** The shortest of each direction, and the longest. */
  block_size_bytes: z.object({ read: count, write: count, trim: count }),
  block_size_bytes_max: z.object({ read: count, write: count, trim: count }),
  /** Clones summed up in this row, and the seed of each as decimal text. */
  threads: count,
  seeds: z.array(z.string()),
  /** How the device observed the operations; null where they did not reach a volume. */
  observe: observe.nullable(),
  /** Queue depths that a latency target led to, of the clones that found one. */
  latency_depths: z.array(count),
  /** What came of verification; null where nothing was to be verified. */
  verify: z
    .object({
      total_ios: count,
      io_bytes: count,
      errors: count,
      /** The first of each clone, in words. */
      findings: z.array(z.string()),
    })
    .nullable(),
  failures: z.array(threadFailure),
});

const job = z.object({
  jobname: z.string(),
  groupid: count,
  /** 0, or the errno of the first failure. */
  error: count,
  /** Whole seconds, rounded up, that the entire run took. */
  elapsed: count,
  "job options": z.record(z.string(), z.string()),
  read: direction,
  write: direction,
  trim: direction,
  /** Milliseconds, summed over the clones. */
  job_runtime: count,
  /** Percent of `job_runtime`. */
  usr_cpu: count,
  sys_cpu: count,
  /** Context switches, voluntary and not. */
  ctx: count,
  memvol: memvolJob,
});

export const sampleDirection = z.object({
  total_ios: count,
  io_bytes: count,
  /** Service time; absent where nothing completed. */
  percentile: percentiles.optional(),
  max: nanoseconds,
});

/** One second of one job, all its clones together; the last may be shorter. */
const sample = z.object({
  /** From the start of the stage to the end of the sample. */
  end_ns: nanoseconds,
  length_ns: nanoseconds,
  read: sampleDirection,
  write: sampleDirection,
  trim: sampleDirection,
});

/** Service times: from which nanosecond a bucket is, and how many operations it holds. */
const heatCells = z.array(z.tuple([nanoseconds, count]));

const heatColumn = z.object({
  /** From the start of the stage to the end of the column. */
  end_ns: nanoseconds,
  length_ns: nanoseconds,
  read: heatCells,
  write: heatCells,
  trim: heatCells,
});

const series = z.object({
  jobname: z.string(),
  groupid: count,
  /** Whose clones these are; null where there were no workers. */
  worker: z.string().nullable(),
  /** Operations that completed before this count nowhere: a sample from then says little. */
  ramp_ns: nanoseconds,
  samples: z.array(sample),
  /** How long operations took over time; in long runs a column is of many seconds. */
  heat: z.array(heatColumn),
});

const threshold = z.object({
  /** As given: `read.lat.p99.9<50us`. */
  threshold: z.string(),
  /** Whose operations alone count; null: all jobs'. */
  job: z.string().nullable(),
  metric: z.string(),
  operator: z.enum(OPERATORS),
  /** As `value`: nanoseconds, bytes a second, operations a second, or operations. */
  limit: count,
  /** Null where nothing was measured that it could be taken from; such a one is not passed. */
  value: count.nullable(),
  passed: z.boolean(),
});

/** One of the hosts that made the load together, and what it measured by itself. */
const worker = z.object({
  name: z.string(),
  /** `host:port`. */
  address: z.string(),
  libfabric_version: z.string(),
  node_version: z.string(),
  cpu: z.object({ model: z.string(), count }),
  os_release: z.string(),
  /** Why it was lost; what it had measured in the stage of that time is not here. */
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  /** By how much its start may have been off the common instant: what its clock is not known to. */
  clock_error_ns: nanoseconds,
  /** And by how much the order to start came too late; 0 where it was early enough. */
  start_late_ns: nanoseconds,
  /** As `jobs` of the run, which has the sums of all workers. */
  jobs: z.array(job),
});

const memvolRun = z.object({
  schema_version: z.literal(1),
  id: z.string(),
  status: z.enum(["completed", "stopped", "failed"]),
  /** Why the result is partial, where it is. */
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  started_at: z.iso.datetime(),
  finished_at: z.iso.datetime(),
  device: z.object({ name: z.string(), id: z.string(), version: z.string() }).nullable(),
  volume: z
    .object({
      name: z.string(),
      id: z.string(),
      size_bytes: count,
      block_size_bytes: count,
      /** Made for this run and removed after it. */
      temporary: z.boolean(),
    })
    .nullable(),
  fabric: z.object({ provider: z.string(), address: z.string() }).nullable(),
  libfabric_version: z.string(),
  node_version: z.string(),
  cpu: z.object({ model: z.string(), count }),
  os_release: z.string(),
  profile: z.object({ name: z.string(), text: z.string() }),
  warnings: z.array(z.string()),
  /** The warning that more threads wanted to spin than there are cores; else null. */
  cores_short: z.string().nullable(),
  /** What the run was to keep, and whether it did. */
  thresholds: z.array(threshold),
  /** None where the load was made by one process alone. */
  workers: z.array(worker),
  /** Second by second, one for each job of the profile, of each worker. */
  series: z.array(series),
});

/** The parts that the JSON Schema names. */
export const resultParts = {
  Moments: moments,
  MomentsWithPercentiles: momentsWithPercentiles,
  Latency: latency,
  Direction: direction,
  Job: job,
  Series: series,
  Threshold: threshold,
  Worker: worker,
  SampleDirection: sampleDirection,
};

export const runResultSchema = z.object({
  "memvol version": z.string(),
  /** When the run ended: seconds, then milliseconds, since the epoch. */
  timestamp: count,
  timestamp_ms: count,
  /** The same as local time, in the form of C's `ctime`. */
  time: z.string(),
  "global options": z.record(z.string(), z.string()),
  jobs: z.array(job),
  memvol: memvolRun,
});

export type RunResult = z.infer<typeof runResultSchema>;
export type RunFacts = RunResult["memvol"];
export type RunStatus = RunFacts["status"];
export type JobRow = z.infer<typeof job>;
export type ObserveRow = z.infer<typeof observe>;
export type DirectionRow = z.infer<typeof direction>;
export type Moments = z.infer<typeof moments>;
export type MomentsWithPercentiles = z.infer<typeof momentsWithPercentiles>;
export type LatencyRow = z.infer<typeof latency>;
export type Threshold = z.infer<typeof threshold>;
export type WorkerRow = z.infer<typeof worker>;
export type Series = z.infer<typeof series>;
