/** Every route of the control API. Server, client and OpenAPI document are made from this. */
import * as z from "zod";
import * as schemas from "./schemas.js";

export interface Route {
  method: "GET" | "POST" | "PATCH" | "DELETE";
  /** Below `/v1`; parameters as `:name`. */
  path: string;
  summary: string;
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodType;
  response: z.ZodType;
  /** The status of success. */
  status: 200 | 201;
}

const volumeParams = z.object({ name: schemas.name });

export const api = {
  showDevice: {
    method: "GET",
    path: "/device",
    summary: "The device: identity, capacity, fabric, counters",
    response: schemas.device,
    status: 200,
  },
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
  deleteVolume: {
    method: "DELETE",
    path: "/volumes/:name",
    summary: "Release a volume's memory; with force, end its sessions first",
    params: volumeParams,
    query: z.object({ force: z.stringbool().default(false) }),
    response: z.object({ volume: schemas.volume, sessions_ended: z.int() }),
    status: 200,
  },
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
} as const satisfies Record<string, Route>;

export type Api = typeof api;
export type RouteName = keyof Api;
