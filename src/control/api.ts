/** Every route of the control API. Server, client and OpenAPI document are made from this. */
import * as z from "zod";
import * as access from "./access.js";
import { durabilityChange, flushed, persistRequest, verifyResult } from "./durability.js";
import { name } from "./names.js";
import * as observation from "./observation.js";
import * as schemas from "./schemas.js";

interface Request {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below `/v1`; parameters as `:name`. */
  path: string;
  summary: string;
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodType;
}

/** A route with one answer. */
export interface AnswerRoute extends Request {
  response: z.ZodType;
  /** The status of success. */
  status: 200 | 201;
}

/** A route whose answer goes on until one of both sides ends it: NDJSON. */
export interface StreamRoute extends Request {
  /** What each line is. */
  stream: z.ZodType;
}

export type Route = AnswerRoute | StreamRoute;

const volumeParams = z.object({ name });
const pointParams = volumeParams.extend({ point: name });
const sessionParams = z.object({ id: z.uuid() });
const pointAnswer = z.object({ volume: name, point: name });

const devices = {
  showDevice: {
    method: "GET",
    path: "/device",
    summary: "The device: identity, capacity, fabric, counters",
    response: schemas.device,
    status: 200,
  },
} as const satisfies Record<string, Route>;

const volumes = {
  listVolumes: {
    method: "GET",
    path: "/volumes",
    summary: "All volumes, by name",
    response: z.array(schemas.volume),
    status: 200,
  },
  createVolume: {
    method: "POST",
    path: "/volumes",
    summary: "Allocate a zeroed volume in the device's memory",
    body: schemas.volumeCreation,
    response: z.object({ volume: schemas.volume, created: z.boolean() }),
    status: 201,
  },
  showVolume: {
    method: "GET",
    path: "/volumes/:name",
    summary: "One volume",
    params: volumeParams,
    response: schemas.volume,
    status: 200,
  },
  changeVolume: {
    method: "PATCH",
    path: "/volumes/:name",
    summary: "Change a volume's label",
    params: volumeParams,
    body: schemas.volumeChange,
    response: schemas.volume,
    status: 200,
  },
  flushVolume: {
    method: "POST",
    path: "/volumes/:name/flush",
    summary: "Persist a volume; when this answers, what was written before is on stable storage",
    params: volumeParams,
    response: flushed,
    status: 200,
  },
  changeDurability: {
    method: "PATCH",
    path: "/volumes/:name/durability",
    summary: "Change when a volume is persisted; to sync, sessions that may write end",
    params: volumeParams,
    body: durabilityChange,
    response: z.object({ volume: schemas.volume, sessions_ended: z.int() }),
    status: 200,
  },
  persistVolume: {
    method: "POST",
    path: "/volumes/:name/persist",
    summary: "Persist a volume, in full if asked to; when this answers, its image holds it",
    params: volumeParams,
    body: persistRequest,
    response: flushed,
    status: 200,
  },
  verifyVolume: {
    method: "POST",
    path: "/volumes/:name/verify",
    summary: "Compare a volume's memory, its image and its checksums",
    params: volumeParams,
    response: verifyResult,
    status: 200,
  },
  deleteVolume: {
    method: "DELETE",
    path: "/volumes/:name",
    summary: "Release a volume's memory; with force, end its sessions first",
    params: volumeParams,
    query: z.object({ force: z.stringbool().default(false) }),
    response: z.object({ volume: schemas.volume, sessions_ended: z.int() }),
    status: 200,
  },
} as const satisfies Record<string, Route>;

const sessions = {
  attachVolume: {
    method: "POST",
    path: "/volumes/:name/attachments",
    summary: "A one-time ticket for a range of a volume",
    params: volumeParams,
    body: schemas.attachRequest,
    response: schemas.attachment,
    status: 201,
  },
  listSessions: {
    method: "GET",
    path: "/sessions",
    summary: "All sessions",
    response: z.array(schemas.session),
    status: 200,
  },
  endSession: {
    method: "DELETE",
    path: "/sessions/:id",
    summary: "End a session; when this answers it can reach the volume's memory no more",
    params: sessionParams,
    response: access.sessionEnd,
    status: 200,
  },
  showSessionEnd: {
    method: "GET",
    path: "/sessions/:id/end",
    summary: "Why a session was ended",
    params: sessionParams,
    response: access.sessionEnd,
    status: 200,
  },
  notifyOperations: {
    method: "POST",
    path: "/sessions/:id/notifications",
    summary: "Tell of a session's operations out of band; acted on when this answers",
    params: sessionParams,
    body: observation.notification,
    response: z.object({}),
    status: 200,
  },
} as const satisfies Record<string, Route>;

const observed = {
  showStatistics: {
    method: "GET",
    path: "/volumes/:name/statistics",
    summary: "What was done to a volume; `since` names the point for the dirty cells",
    params: volumeParams,
    query: z.object({ since: name.default("creation") }),
    response: observation.volumeStatistics,
    status: 200,
  },
  markPoint: {
    method: "PUT",
    path: "/volumes/:name/points/:point",
    summary: "Make a point in time, or move it to now",
    params: pointParams,
    response: pointAnswer,
    status: 200,
  },
  unmarkPoint: {
    method: "DELETE",
    path: "/volumes/:name/points/:point",
    summary: "Remove a point",
    params: pointParams,
    response: pointAnswer,
    status: 200,
  },
  showDirty: {
    method: "GET",
    path: "/volumes/:name/points/:point/dirty",
    summary: "What may have changed since a point",
    params: pointParams,
    response: observation.changes,
    status: 200,
  },
  takeDirty: {
    method: "POST",
    path: "/volumes/:name/points/:point/take",
    summary: "What may have changed since a point, which moves to now",
    params: pointParams,
    response: observation.changes,
    status: 200,
  },
  scanVolume: {
    method: "POST",
    path: "/volumes/:name/scan",
    summary: "Compare a range with the hashes last taken of it",
    params: volumeParams,
    body: observation.scanRequest,
    response: observation.scanResult,
    status: 200,
  },
  watchVolume: {
    method: "GET",
    path: "/volumes/:name/events",
    summary: "Operations on a volume as they are observed, until it is deleted",
    params: volumeParams,
    stream: observation.volumeEvent,
  },
} as const satisfies Record<string, Route>;

const identityParams = z.object({ name: access.principalName });
const policyParams = z.object({ id: name });

const identities = {
  listIdentities: {
    method: "GET",
    path: "/identities",
    summary: "Whose keys the device knows, and who was revoked",
    response: z.array(access.trustedIdentity),
    status: 200,
  },
  trustIdentity: {
    method: "PUT",
    path: "/identities/:name",
    summary: "Pin a client's key under a name",
    params: z.object({ name: name.and(access.principalName) }),
    body: access.trustRequest,
    response: access.trustedIdentity,
    status: 200,
  },
  revokeIdentity: {
    method: "POST",
    path: "/identities/:name/revoke",
    summary: "Refuse a name and its key from now on, whoever vouches for it",
    params: identityParams,
    response: access.trustedIdentity,
    status: 200,
  },
} as const satisfies Record<string, Route>;

const policies = {
  listPolicies: {
    method: "GET",
    path: "/policies",
    summary: "All policies, by id",
    response: z.array(access.policy),
    status: 200,
  },
  addPolicy: {
    method: "POST",
    path: "/policies",
    summary: "Add a policy under an id that the device chooses",
    body: access.policyWriting,
    response: access.policy,
    status: 201,
  },
  showPolicy: {
    method: "GET",
    path: "/policies/:id",
    summary: "One policy",
    params: policyParams,
    response: access.policy,
    status: 200,
  },
  putPolicy: {
    method: "PUT",
    path: "/policies/:id",
    summary: "Write a policy, new or in the place of the one with its id",
    params: policyParams,
    body: access.policyWriting,
    response: access.policy,
    status: 200,
  },
  deletePolicy: {
    method: "DELETE",
    path: "/policies/:id",
    summary: "Remove a policy",
    params: policyParams,
    response: access.policy,
    status: 200,
  },
  applyPolicies: {
    method: "POST",
    path: "/policies/apply",
    summary: "Write several policies: all of them, or none",
    body: access.policyApplication,
    response: access.policyChanges,
    status: 200,
  },
  testPolicies: {
    method: "POST",
    path: "/policies/test",
    summary: "What would be decided, and by which policies",
    body: access.policyQuestion,
    response: access.policyAnswer,
    status: 200,
  },
} as const satisfies Record<string, Route>;

const power = {
  showPower: {
    method: "GET",
    path: "/power",
    summary: "The device's power condition",
    response: access.power,
    status: 200,
  },
  setPower: {
    method: "PUT",
    path: "/power",
    summary: "Tell the device its power condition, where its source is manual",
    body: access.powerChange,
    response: access.power,
    status: 200,
  },
} as const satisfies Record<string, Route>;

export const api = {
  ...devices,
  ...volumes,
  ...sessions,
  ...observed,
  ...identities,
  ...policies,
  ...power,
};

export type Api = typeof api;
export type RouteName = keyof Api;
