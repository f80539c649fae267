/**
 * What a coordinator and a worker say to each other. Specifications and results are those of the
 * native surface: both sides are of one version, which the first message says, so only the frame
 * is checked here.
 */
import * as z from "zod";
import type { NativeRunResult, NativeRunSpec, RunSnapshot } from "../../binding/native-run.js";

const alive = z.object({ kind: z.literal("alive") });

/** Of the coordinator. */
export const order = z.discriminatedUnion("kind", [
  alive,
  /** What does the worker's clock say? */
  z.object({ kind: z.literal("clock") }),
  /** Connect every thread, and wait. */
  z.object({ kind: z.literal("prepare"), spec: z.custom<NativeRunSpec>(isObject) }),
  /** Begin what was prepared at that time of the worker's clock. */
  z.object({
    kind: z.literal("start"),
    at_ns: z.bigint(),
    /** How often to tell how it goes; null: not at all. */
    interval_ms: z.number().min(1).nullable(),
  }),
  /** End the run, or let go of what was prepared. */
  z.object({ kind: z.literal("stop") }),
]);

/** What a worker says of itself. */
export const workerHost = z.object({
  version: z.string(),
  libfabric_version: z.string(),
  node_version: z.string(),
  cpu: z.object({ model: z.string(), count: z.number() }),
  os_release: z.string(),
});

const workerError = z.object({
  code: z.string(),
  message: z.string(),
  next_steps: z.array(z.string()),
});

/** Of the worker. */
export const report = z.discriminatedUnion("kind", [
  alive,
  /** The first: it has nobody else to work for. */
  z.object({ kind: z.literal("welcome"), host: workerHost }),
  z.object({ kind: z.literal("clock"), now_ns: z.bigint() }),
  z.object({ kind: z.literal("prepared") }),
  z.object({
    kind: z.literal("started"),
    /** How long after the time that was given the order came; 0 where it was early enough. */
    late_ns: z.number().min(0),
  }),
  z.object({ kind: z.literal("snapshot"), snapshot: z.custom<RunSnapshot>(isObject) }),
  z.object({ kind: z.literal("finished"), result: z.custom<NativeRunResult>(isObject) }),
  /** What was asked for last did not work. */
  z.object({ kind: z.literal("failed"), error: workerError }),
]);

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}

export type Order = z.infer<typeof order>;
export type Report = z.infer<typeof report>;
export type WorkerHost = z.infer<typeof workerHost>;
export type WorkerError = z.infer<typeof workerError>;
