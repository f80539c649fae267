/** What `bench run --events` says while it runs: a JSON document a line. */
import * as z from "zod";
import { runResultSchema, sampleDirection } from "../result/result.js";

const { status, error, thresholds } = runResultSchema.shape.memvol.shape;

const stage = {
  /** From 1. */
  stage: z.int().min(1),
  stages: z.int().min(1),
};

/** Whose clones these are; null where there are no workers. */
const worker = z.string().nullable();

/** A stage begins: every thread is connected. */
const start = z.object({
  event: z.literal("start"),
  time: z.iso.datetime(),
  ...stage,
  profile: z.string(),
  target: z.object({ volume: z.string(), device: z.string(), provider: z.string() }).nullable(),
  jobs: z.array(
    z.object({
      job: z.string(),
      worker,
      threads: z.int(),
      ramp_seconds: z.number(),
      /** 0: no time bound. */
      runtime_seconds: z.number(),
      /** 0: no such bound. */
      expected_bytes: z.number(),
    }),
  ),
});

/** As in the stored series, with the rates that these come to. */
const direction = sampleDirection.extend({
  iops: z.number(),
  bw_bytes: z.number(),
  /** Since the start. */
  errors: z.number(),
});

/** A second of a stage is over. */
const interval = z.object({
  event: z.literal("interval"),
  time: z.iso.datetime(),
  ...stage,
  /** Seconds of this stage so far. */
  interval: z.int(),
  elapsed_ns: z.number(),
  jobs: z.array(
    z.object({
      job: z.string(),
      worker,
      in_flight: z.number(),
      /** Still in its ramp time: nothing counts yet. */
      ramping: z.boolean(),
      read: direction,
      write: direction,
      trim: direction,
    }),
  ),
  /** How the thresholds stand. */
  thresholds: z.array(
    z.object({
      threshold: z.string(),
      state: z.enum(["kept", "missed", "open"]),
      value: z.string(),
    }),
  ),
});

/** The run is over and its result saved. */
const end = z.object({
  event: z.literal("end"),
  time: z.iso.datetime(),
  id: z.string(),
  status,
  error,
  thresholds,
  saved_in: z.array(z.string()),
});

export const benchEventSchema = z.discriminatedUnion("event", [start, interval, end]);

export type BenchEvent = z.infer<typeof benchEventSchema>;
export type StartEvent = z.infer<typeof start>;
export type IntervalEvent = z.infer<typeof interval>;
export type EndEvent = z.infer<typeof end>;
