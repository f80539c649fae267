/** The control API's nouns: one source for the server, the client and the OpenAPI document. */
import * as z from "zod";
import { RIGHTS } from "../binding/native.js";
import { powerCondition } from "./access.js";
import { durability, storeStatus } from "./durability.js";
import { name, text } from "./names.js";
import { observationMode, observationRule, sessionTraffic } from "./observation.js";

const label = text(256);

export const blockSize = z.union([z.literal(512), z.literal(4096)]);

export const right = z.enum(RIGHTS);

export const health = z.enum(["ok", "degraded"]);

export const fabricAddress = z.object({
  provider: z.string(),
  host: z.string(),
  port: z.int().min(1).max(65535),
});

export const volume = z.object({
  id: z.uuid(),
  name,
  size_bytes: z.int().positive(),
  block_size_bytes: blockSize,
  label: z.string(),
  huge_pages: z.boolean(),
  region_size_bytes: z.int().positive(),
  observe: observationRule,
  durability,
  /** Who carries out atomic operations: the device, whatever the fabric can do. */
  atomics: z.literal("device"),
  created_at: z.iso.datetime(),
  sessions: z.int().min(0),
  /** Null: the volume has no backing store. */
  store: storeStatus.nullable(),
});

export const volumeCreation = z.object({
  name,
  size_bytes: z.int().positive(),
  block_size_bytes: blockSize.default(4096),
  label: label.default(""),
  huge_pages: z.boolean().default(false),
  /** A power of two; absent: chosen by the volume's size. */
  region_size_bytes: z.int().positive().optional(),
  observe: observationRule.default({ default: "immediate", minimum: "none" }),
  durability: durability.prefault({ mode: "volatile" }),
  if_not_exists: z.boolean().default(false),
});

export const volumeChange = z.object({ label });

export const device = z.object({
  id: z.uuid(),
  name,
  version: z.string(),
  /** Null, as state_directory is, for whom it is none of their business. */
  pid: z.int().nullable(),
  started_at: z.iso.datetime(),
  health,
  capacity_bytes: z.int(),
  free_bytes: z.int(),
  volumes: z.int(),
  /** How long a stop would take to persist what is dirty; null: cannot be told yet. */
  persist_seconds: z.number().min(0).nullable(),
  sessions: z.int(),
  progress_threads: z.int(),
  state_directory: z.string().nullable(),
  fabric: fabricAddress,
  /** Where the control API is on the network; null: nowhere. */
  listen: z.object({ address: z.string(), fingerprint: z.string() }).nullable(),
  power: powerCondition,
  libfabric_version: z.string(),
  tickets_issued: z.int(),
  tickets_refused: z.int(),
  sessions_opened: z.int(),
  sessions_closed: z.int(),
});

/** Half of a ticket: 16 random bytes, base64url. */
const ticketHalf = z.string().regex(/^[\w-]{21}[AQgw]$/, "must be 16 bytes in base64url");

export const attachRequest = z.object({
  client: text(128),
  /** The client's: what it presents to the fabric is the device's half and, behind it, this one. */
  ticket_half: ticketHalf,
  rights: z.array(right).min(1),
  offset_bytes: z.int().min(0).default(0),
  /** Absent: to the volume's end. */
  length_bytes: z.int().positive().optional(),
  /** Absent: the volume's default. */
  observe: observationMode.optional(),
  /** The session's operations wait until the observer has acted on them. */
  wait_observed: z.boolean().default(false),
});

export const attachment = z.object({
  session_id: z.uuid(),
  /** The device's. */
  ticket_half: ticketHalf,
  expires_at: z.iso.datetime(),
  fabric: fabricAddress,
  volume_id: z.uuid(),
  offset_bytes: z.int(),
  length_bytes: z.int(),
  block_size_bytes: blockSize,
  rights: z.array(right),
  region_size_bytes: z.int().positive(),
  observe: observationMode,
  /** Why it is not the mode that was asked for; null where it is. */
  observe_note: z.string().nullable(),
});

export const session = z.object({
  id: z.uuid(),
  volume_id: z.uuid(),
  /** The volume's name. */
  volume: z.string(),
  client: z.string(),
  /** Whom the device knows the client to be; null: it came through the Unix socket. */
  identity: z.string().nullable(),
  offset_bytes: z.int(),
  length_bytes: z.int(),
  rights: z.array(right),
  peer: z.string(),
  since: z.iso.datetime(),
  observe: observationMode,
  /** As far as it is observed. */
  traffic: sessionTraffic,
  /** Notifications that were ignored. */
  refused: z.int().min(0),
});

export const failure = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    next_steps: z.array(z.string()),
  }),
});

export type Volume = z.infer<typeof volume>;
export type VolumeCreation = z.infer<typeof volumeCreation>;
export type VolumeCreationInput = z.input<typeof volumeCreation>;
export type VolumeChange = z.infer<typeof volumeChange>;
export type Device = z.infer<typeof device>;
export type AttachRequestInput = z.input<typeof attachRequest>;
export type AttachRequest = z.infer<typeof attachRequest>;
export type Attachment = z.infer<typeof attachment>;
export type Session = z.infer<typeof session>;
export type Failure = z.infer<typeof failure>;
