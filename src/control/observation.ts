/** The control API's nouns of observer logic: what was done to volumes, as the device knows it. */
import * as z from "zod";
import { OBSERVATION_MODES, OPERATION_TYPES } from "../binding/native-observation.js";
import { name } from "./names.js";

/** Records in one out-of-band notification, at most. */
export const RECORDS_MAX = 512;

const count = z.int().min(0);

export const observationMode = z.enum(OBSERVATION_MODES);
export const operationType = z.enum(OPERATION_TYPES);

/** How much the device learns in a mode; `message` and `scratch` tell the same by other ways. */
export const OBSERVATION_DETAIL: Record<z.infer<typeof observationMode>, number> = {
  none: 0,
  hash: 1,
  immediate: 2,
  message: 3,
  scratch: 3,
};

/** What a volume says of how its sessions are observed. */
export const observationRule = z.object({
  /** For a client that asks for nothing. */
  default: observationMode,
  /** A client that asks for less is refused. */
  minimum: observationMode,
});

export const extent = z.object({ offset_bytes: count, length_bytes: z.int().positive() });

const counters = z.object({
  operations: count,
  bytes: count,
  /** Null: never. */
  last_seen: z.iso.datetime().nullable(),
});

const typeStatistics = counters.extend({
  /** In the last whole second. */
  operations_per_second: z.number().min(0),
  bytes_per_second: z.number().min(0),
  /** Element `i` counts operations of `[2^i, 2^(i+1))` bytes. */
  sizes: z.array(count),
});

function eachType<T extends z.ZodType>(schema: T) {
  return z.object({ read: schema, write: schema, atomic: schema });
}

export const traffic = eachType(typeStatistics);
/** Traffic without rates and sizes. */
export const sessionTraffic = eachType(counters);

const namedTraffic = z.object({ name: z.string(), sessions: count, traffic });

export const point = z.object({
  name,
  since: z.iso.datetime(),
  dirty_regions: count,
});

export const volumeStatistics = z.object({
  volume: name,
  /** The point that `cells.dirty` counts from. */
  since: name,
  region_size_bytes: z.int().positive(),
  traffic,
  /** Some writes told no size: their whole regions were counted. */
  bytes_estimated: z.boolean(),
  /** The one named "" has the traffic of those that there are too many of. */
  clients: z.array(namedTraffic),
  interfaces: z.array(namedTraffic),
  /** The volume in equal shares, for a map of it: operations by type, dirty regions. */
  cells: eachType(z.array(count)).extend({ dirty: z.array(count), regions_each: count }),
  points: z.array(point),
  /** Notifications that were ignored: outside a session's range, or without meaning. */
  refused: count,
  regions_hashed: count,
  regions_found_changed: count,
  /** What tracking takes. */
  memory_bytes: count,
});

/** What may have changed since a point. */
export const changes = z.object({ extents: z.array(extent), regions: count, bytes: count });

export const scanRequest = z.object({
  offset_bytes: count.default(0),
  /** Absent: to the volume's end. */
  length_bytes: z.int().positive().optional(),
});

export const scanResult = z.object({ bytes_hashed: count, changed: z.array(extent) });

const record = extent.extend({
  type: operationType,
  phase: z.enum(["before", "after"]),
  operations: z.int().min(1).max(0xffff_ffff),
  /** Of all the operations together. */
  bytes: count,
});

/** Extents count from the start of the session's range. */
export const notification = z.object({
  records: z.array(record).max(RECORDS_MAX),
  /** The session has told all that it did. */
  final: z.boolean().default(false),
});

const observed = extent.extend({
  kind: z.enum(["done", "announced", "found"]),
  type: operationType,
  time: z.iso.datetime(),
  operations: count,
  /** 0 where it is not known. */
  bytes: count,
  /** Empty, as the client is, for `found`. */
  session: z.string(),
  client: z.string(),
});

/** Operations that a subscriber was too slow for. */
const missed = z.object({ kind: z.literal("missed"), operations: count });

export const volumeEvent = z.discriminatedUnion("kind", [observed, missed]);

export type ObservationRule = z.infer<typeof observationRule>;
export type Extent = z.infer<typeof extent>;
export type Traffic = z.infer<typeof traffic>;
export type SessionTraffic = z.infer<typeof sessionTraffic>;
export type VolumeStatistics = z.infer<typeof volumeStatistics>;
export type Changes = z.infer<typeof changes>;
export type ScanRequest = z.infer<typeof scanRequest>;
export type ScanResult = z.infer<typeof scanResult>;
export type Notification = z.infer<typeof notification>;
export type NotificationInput = z.input<typeof notification>;
export type VolumeEvent = z.infer<typeof volumeEvent>;
