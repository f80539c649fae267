/** The control API's nouns of durability: how a volume survives the loss of memory. */
import { isAbsolute } from "node:path";
import * as z from "zod";
import { DURABILITY_MODES } from "../binding/native-persistence.js";
import { name } from "./names.js";
import { extent } from "./observation.js";

const count = z.int().min(0);

export const durabilityMode = z.enum(DURABILITY_MODES);

export const durability = z.object({
  mode: durabilityMode,
  /** Of `async`: how long a write waits to be persisted, at most, once it was told. */
  interval_ms: z.int().min(1).default(100),
  /** Of `async`: persisted as soon as so much is dirty; 0: no such bound. */
  dirty_bytes_max: count.default(0),
  /** The directory that has the volume's backing store; null: there is none. */
  backing: z.string().refine(isAbsolute, "expected an absolute path").nullable().default(null),
});

/** How far the backing store is behind the memory. */
export const storeStatus = z.object({
  /**
   * `degraded`: the store has failed, and the volume can only be read. `stalled`: it does not
   * answer, and nothing becomes durable until it does. `damaged`: the image was found not to be
   * what its checksums say.
   */
  state: z.enum(["ok", "degraded", "stalled", "damaged"]),
  durable_epoch: count,
  dirty_bytes: count,
  /** What recovery would have to replay. */
  journal_bytes: count,
  /** How long it would take to persist what is dirty; null: too little was written to tell. */
  persist_seconds: z.number().min(0).nullable(),
  /** Why it is degraded; null while it is not. */
  failure: z.string().nullable(),
  /** What it does that takes so long; null while it is not stalled. */
  stall: z.string().nullable(),
  /** The image, looked at for damage over and over. */
  scrub: z.object({
    /** How often the whole of it. */
    passes: count,
    bytes_compared: count,
    /** What is not as its checksums say now. */
    damaged_bytes: count,
  }),
});

/** What is absent stays as it is. The backing store does, too. */
export const durabilityChange = z.object({
  mode: durabilityMode.exclude(["volatile"]).optional(),
  interval_ms: durability.shape.interval_ms.unwrap().optional(),
  dirty_bytes_max: count.optional(),
});

export const persistRequest = z.object({
  /** All of the memory, be it known to have changed or not. */
  full: z.boolean().default(false),
});

export const verifyResult = z.object({
  volume: name,
  bytes_compared: count,
  /** Where the image is not what its checksums say. */
  image: z.array(extent),
  /** Where the memory is not what was kept, though nobody told of a change. */
  memory: z.array(extent),
});

export const flushed = z.object({
  volume: name,
  /** All that was written before is in this epoch, on stable storage. */
  durable_epoch: count,
});

export type Durability = z.infer<typeof durability>;
export type StoreStatus = z.infer<typeof storeStatus>;
export type DurabilityChange = z.infer<typeof durabilityChange>;
export type VerifyResult = z.infer<typeof verifyResult>;
export type Flushed = z.infer<typeof flushed>;
