/** The control API's nouns of volume access logic: identities, policies, power. */
import * as z from "zod";
import { isFingerprint } from "../identity/fingerprint.js";
import { LOCAL_NAME } from "./caller.js";
import { name, text } from "./names.js";

export const POWER_CONDITIONS = ["mains", "battery", "battery-low", "unknown"] as const;
export type PowerCondition = (typeof POWER_CONDITIONS)[number];
export const powerCondition = z.enum(POWER_CONDITIONS);

/** What a client can be allowed to do: with a volume, or with the device. */
export const VOLUME_ACTIONS = [
  "read",
  "write",
  "atomic",
  "show",
  "create",
  "delete",
  "label",
  "observe",
  "session",
  "maintain",
] as const;
export const DEVICE_ACTIONS = ["policy", "identity", "power", "metrics"] as const;
export type VolumeAction = (typeof VOLUME_ACTIONS)[number];
export type DeviceAction = (typeof DEVICE_ACTIONS)[number];
export type Action = VolumeAction | DeviceAction;
export const ACTIONS: readonly Action[] = [...VOLUME_ACTIONS, ...DEVICE_ACTIONS];

/** As a pinned key, an authority or a token calls somebody. */
export const principalName = text(128)
  .min(1, "expected a name")
  // What logs call whoever comes through the Unix socket.
  .refine((name) => name !== LOCAL_NAME, `'${LOCAL_NAME}' is nobody on the network`);

const fingerprint = z.string().refine(isFingerprint, "expected SHA256: and 43 characters");

export const trustRequest = z.object({ fingerprint, groups: z.array(principalName).default([]) });

export const trustedIdentity = z.object({
  name: principalName,
  /** Null: whoever it was, the name was revoked before its key was known here. */
  fingerprint: fingerprint.nullable(),
  groups: z.array(principalName),
  state: z.enum(["trusted", "revoked"]),
  /** Since when it is in this state. */
  since: z.iso.datetime(),
});

const policyText = z.string().min(1, "expected a policy").max(65_536);

export const policy = z.object({ id: name, text: policyText, changed_at: z.iso.datetime() });

export const policyWriting = z.object({ text: policyText });

export const policyApplication = z.object({
  /** Policies, each with its `@id`. */
  text: z.string().max(120_000),
  /** Remove the policies that the text does not have. */
  prune: z.boolean().default(false),
});

export const policyChanges = z.object({
  created: z.array(name),
  changed: z.array(name),
  unchanged: z.array(name),
  removed: z.array(name),
});

export const policyQuestion = z.object({
  client: principalName,
  groups: z.array(principalName).optional(),
  action: z.enum(ACTIONS),
  /** For what is done with a volume; it need not exist. */
  volume: name.optional(),
  /** For a volume that does not exist; the volume's own otherwise. */
  label: text(256).optional(),
  // Cedar's calendar ends with the year 9999, wherever midnight comes first.
  at: z.iso
    .datetime({ offset: true })
    .regex(/^[12]\d{3}-/, "expected a year to 2999")
    .optional(),
  from: z.union([z.ipv4(), z.ipv6()]).optional(),
  power: powerCondition.optional(),
});

export const policyAnswer = z.object({
  decision: z.enum(["allow", "deny"]),
  /** The policies that made it. */
  policies: z.array(policy),
  /** In words. */
  reason: z.string(),
  /** The bytes that may be reached; null: all of the volume, or none. */
  ranges: z.array(z.object({ offset_bytes: z.int().min(0), length_bytes: z.int() })).nullable(),
  /** What was decided on. */
  context: z.object({
    at: z.iso.datetime(),
    from: z.string(),
    power: powerCondition,
    groups: z.array(principalName),
    label: z.string().nullable(),
  }),
});

export const power = z.object({
  condition: powerCondition,
  /** `manual`, `sysfs`, or `nut:UPS@HOST:PORT`. */
  source: z.string(),
  since: z.iso.datetime(),
});

export const powerChange = z.object({ condition: powerCondition });

/** Why a session ended. */
export const sessionEnd = z.object({
  session_id: z.uuid(),
  code: z.string(),
  reason: z.string(),
  at: z.iso.datetime(),
});

export type TrustedIdentity = z.infer<typeof trustedIdentity>;
export type TrustRequest = z.infer<typeof trustRequest>;
export type Policy = z.infer<typeof policy>;
export type PolicyChanges = z.infer<typeof policyChanges>;
export type PolicyQuestion = z.infer<typeof policyQuestion>;
export type PolicyQuestionInput = z.input<typeof policyQuestion>;
export type PolicyAnswer = z.infer<typeof policyAnswer>;
export type Power = z.infer<typeof power>;
export type SessionEnd = z.infer<typeof sessionEnd>;
