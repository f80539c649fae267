/** What the device answers to each route of its control API. */
import { setImmediate as breath } from "node:timers/promises";
import type { Policies } from "../access/policy/policies.js";
import type { TrustedIdentities } from "../access/trusted-identities.js";
import type { NativeObservation } from "../binding/native-observation.js";
import type { Caller } from "../control/caller.js";
import type { Handlers } from "../control/calls.js";
import type { Device, Volume } from "../control/schemas.js";
import { accessHandlers } from "./access-handlers.js";
import type { Catalog, CatalogVolume } from "./catalog.js";
import type { ChangeLog } from "./change-log.js";
import type { Durability } from "./durability.js";
import type { Gate } from "./gate.js";
import type { Grants } from "./grants.js";
import type { ObserverRequests } from "./observer-requests.js";
import type { Points } from "./points.js";
import type { PolicyTest } from "./policy-test.js";
import type { PowerMonitor } from "./power/power-monitor.js";
import type { Sessions } from "./sessions.js";
import type { StandingCalls } from "./standing-calls.js";
import type { Statistics } from "./statistics.js";
import { watchVolume } from "./watch.js";

export interface DeviceParts {
  catalog: Catalog;
  durability: Durability;
  sessions: Sessions;
  statistics: Statistics;
  points: Points;
  native: Pick<NativeObservation, "watch">;
  gate: Gate;
  grants: Grants;
  trusted: TrustedIdentities;
  policies: Policies;
  policyTest: PolicyTest;
  power: PowerMonitor;
  standing: StandingCalls;
  observerRequests: ObserverRequests;
  changes: ChangeLog;
  describe(): Device;
}

/** Decisions that are made at a stretch: others are served in between. */
const STRETCH = 32;

/** As filter, with a breath now and then. */
async function kept<T>(items: readonly T[], keep: (item: T) => boolean): Promise<T[]> {
  const result: T[] = [];
  for (const [index, item] of items.entries()) {
    if (index % STRETCH === STRETCH - 1) await breath();
    if (keep(item)) result.push(item);
  }
  return result;
}

export type HandlersOf<N extends keyof Handlers> = Pick<Handlers, N>;

export function createHandlers(parts: DeviceParts): Handlers {
  return {
    ...volumeHandlers(parts),
    ...sessionHandlers(parts),
    ...observationHandlers(parts),
    ...accessHandlers(parts),
  };
}

function volumeHandlers({
  catalog,
  durability,
  sessions,
  gate,
  changes,
  describe,
}: DeviceParts): HandlersOf<
  | "showDevice"
  | "listVolumes"
  | "createVolume"
  | "showVolume"
  | "changeVolume"
  | "deleteVolume"
  | "flushVolume"
  | "changeDurability"
  | "persistVolume"
  | "verifyVolume"
> {
  const shown = (volume: CatalogVolume, counts = sessions.counts()): Volume => ({
    ...volume,
    sessions: counts.get(volume.id) ?? 0,
    store: durability.status(volume),
  });
  return {
    showDevice: (_, caller) => gate.described(caller, describe()),
    listVolumes: async (_, caller) => {
      const seen = await kept(catalog.list(), ({ name }) => gate.sees(caller, name));
      const counts = sessions.counts();
      return seen.map((volume) => shown(volume, counts));
    },
    createVolume: async ({ body }, caller) => {
      const { volume, created } = await catalog.create(body);
      if (created) await changes.done(caller, "create volume", volume.name);
      return { volume: shown(volume), created };
    },
    showVolume: ({ params }) => shown(catalog.get(params.name)),
    changeVolume: async ({ params, body }, caller) => {
      const volume = await catalog.relabel(params.name, body.label);
      await changes.done(caller, "label volume", params.name, JSON.stringify(body.label));
      return shown(volume);
    },
    deleteVolume: async ({ params, query }, caller) => {
      const { volume, sessionsEnded } = await catalog.delete(params.name, query.force);
      await changes.done(caller, "delete volume", params.name);
      return { volume: { ...volume, sessions: 0, store: null }, sessions_ended: sessionsEnded };
    },
    flushVolume: ({ params }) => durability.flush(params.name),
    changeDurability: async ({ params, body }, caller) => {
      const { volume, sessionsEnded } = await durability.change(params.name, body);
      const detail = JSON.stringify(volume.durability);
      await changes.done(caller, "change durability", params.name, detail);
      return { volume: shown(volume), sessions_ended: sessionsEnded };
    },
    persistVolume: ({ params, body }) => durability.persist(params.name, body.full),
    verifyVolume: ({ params }) => durability.verify(params.name),
  };
}

function sessionHandlers({
  sessions,
  gate,
  grants,
  changes,
}: DeviceParts): HandlersOf<
  "attachVolume" | "listSessions" | "endSession" | "showSessionEnd" | "notifyOperations"
> {
  return {
    attachVolume: ({ params, body }, caller) => {
      const what = `attach for ${body.rights.join(",")}`;
      return changes.decided(caller, what, `volume '${params.name}'`, () =>
        sessions.attach(params.name, body, caller),
      );
    },
    listSessions: (_, caller) =>
      kept(sessions.list(), ({ id }) => gate.mayAdminister(caller, id, grants.get(id)?.caller)),
    endSession: async ({ params }, caller) => {
      const end = await sessions.end(params.id, caller);
      await changes.done(caller, "end session", params.id);
      return end;
    },
    showSessionEnd: ({ params }) => sessions.ending(params.id),
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
  gate,
  standing,
  observerRequests,
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
    markPoint: async ({ params: { name, point } }, caller) => {
      await observerRequests.run(caller, () => points.mark(name, point));
      return { volume: name, point };
    },
    unmarkPoint: async ({ params: { name, point } }) => {
      await points.unmark(name, point);
      return { volume: name, point };
    },
    showDirty: ({ params: { name, point } }, caller) =>
      observerRequests.run(caller, () => points.dirty(name, point)),
    takeDirty: ({ params: { name, point } }, caller) =>
      observerRequests.run(caller, () => points.take(name, point)),
    scanVolume: ({ params, body }, caller) =>
      observerRequests.run(caller, () => statistics.scan(params.name, body)),
    watchVolume: ({ params }, caller, signal) => {
      const allowed = (now: Caller) => gate.permits(now, "observe", params.name);
      const lost = standing.begin(caller, allowed, signal);
      const ends = AbortSignal.any([signal, lost, catalog.gone(params.name)]);
      return watchVolume(native, catalog.get(params.name).id, ends);
    },
  };
}
