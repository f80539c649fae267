/** What the device answers to each route of its control API. */
import type { NativeObservation } from "../binding/native-observation.js";
import type { Handlers } from "../control/calls.js";
import type { Device, Volume } from "../control/schemas.js";
import type { Catalog, CatalogVolume } from "./catalog.js";
import type { Points } from "./points.js";
import type { Sessions } from "./sessions.js";
import type { Statistics } from "./statistics.js";
import { watchVolume } from "./watch.js";

export interface DeviceParts {
  catalog: Catalog;
  sessions: Sessions;
  statistics: Statistics;
  points: Points;
  native: Pick<NativeObservation, "watch">;
  describe(): Device;
}

export function createHandlers(parts: DeviceParts): Handlers {
  return { ...volumeHandlers(parts), ...sessionHandlers(parts), ...observationHandlers(parts) };
}

type HandlersOf<N extends keyof Handlers> = Pick<Handlers, N>;

function volumeHandlers({
  catalog,
  sessions,
  describe,
}: DeviceParts): HandlersOf<
  "showDevice" | "listVolumes" | "createVolume" | "showVolume" | "changeVolume" | "deleteVolume"
> {
  const counted = (volume: CatalogVolume): Volume => ({
    ...volume,
    sessions: sessions.counts().get(volume.id) ?? 0,
  });
  return {
    showDevice: () => describe(),
    listVolumes: () => {
      const counts = sessions.counts();
      return catalog.list().map((volume) => ({ ...volume, sessions: counts.get(volume.id) ?? 0 }));
    },
    createVolume: async ({ body }) => {
      const { volume, created } = await catalog.create(body);
      return { volume: counted(volume), created };
    },
    showVolume: ({ params }) => counted(catalog.get(params.name)),
    changeVolume: ({ params, body }) => counted(catalog.relabel(params.name, body.label)),
    deleteVolume: async ({ params, query }) => {
      const { volume, sessionsEnded } = await catalog.delete(params.name, query.force);
      return { volume: counted(volume), sessions_ended: sessionsEnded };
    },
  };
}

function sessionHandlers({
  sessions,
}: DeviceParts): HandlersOf<"attachVolume" | "listSessions" | "notifyOperations"> {
  return {
    attachVolume: ({ params, body }) => sessions.attach(params.name, body),
    listSessions: () => sessions.list(),
    notifyOperations: ({ params, body }) => {
      sessions.notify(params.id, body);
      return {};
    },
  };
}

function observationHandlers({
  catalog,
  statistics,
  points,
  native,
}: DeviceParts): HandlersOf<
  | "showStatistics"
  | "markPoint"
  | "unmarkPoint"
  | "showDirty"
  | "takeDirty"
  | "scanVolume"
  | "watchVolume"
> {
  return {
    showStatistics: ({ params, query }) => statistics.of(params.name, query.since),
    markPoint: async ({ params: { name, point } }) => {
      await points.mark(name, point);
      return { volume: name, point };
    },
    unmarkPoint: async ({ params: { name, point } }) => {
      await points.unmark(name, point);
      return { volume: name, point };
    },
    showDirty: ({ params }) => points.dirty(params.name, params.point),
    takeDirty: ({ params }) => points.take(params.name, params.point),
    scanVolume: ({ params, body }) => statistics.scan(params.name, body),
    watchVolume: ({ params }, signal) => {
      const ends = AbortSignal.any([signal, catalog.gone(params.name)]);
      return watchVolume(native, catalog.get(params.name).id, ends);
    },
  };
}
