/** What the device answers to each route of its control API. */
import type { Handlers } from "../control/calls.js";
import type { Device, Volume } from "../control/schemas.js";
import type { Catalog, CatalogVolume } from "./catalog.js";
import type { Sessions } from "./sessions.js";

export interface DeviceParts {
  catalog: Catalog;
  sessions: Sessions;
  describe(): Device;
}

export function createHandlers({ catalog, sessions, describe }: DeviceParts): Handlers {
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
    attachVolume: ({ params, body }) => sessions.attach(params.name, body),
    listSessions: () => sessions.list(),
  };
}
