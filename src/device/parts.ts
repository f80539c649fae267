/** The parts of a device behind its control API, put together. */

import { join } from "node:path";
import type { NativeDevice } from "../binding/native.js";
import type { AccessControl } from "./access-control.js";
import { MemoryBudget } from "./budget.js";
import { Catalog, type CatalogVolume, type KeptVolume } from "./catalog.js";
import { writeCatalog } from "./catalog-file.js";
import { ChangeLog } from "./change-log.js";
import { ClientLimits } from "./client-limits.js";
import type { DeviceConfig } from "./config.js";
import { Durability } from "./durability.js";
import { Enforcement } from "./enforcement.js";
import { Gate } from "./gate.js";
import type { DeviceParts } from "./handlers.js";
import type { Logger } from "./log.js";
import { ObserverRequests } from "./observer-requests.js";
import { Points } from "./points.js";
import { PolicyTest } from "./policy-test.js";
import { Sessions } from "./sessions.js";
import { StandingCalls } from "./standing-calls.js";
import { Statistics } from "./statistics.js";

export interface AssembledParts extends Omit<DeviceParts, "describe"> {
  budget: MemoryBudget;
  enforcement: Enforcement;
}

/** Where the volumes that come back are written down. */
export function catalogPath({ stateDirectory }: DeviceConfig): string {
  return join(stateDirectory, "volumes.json");
}

export function assembleParts(
  config: DeviceConfig,
  access: AccessControl,
  native: NativeDevice,
  log: Logger,
): AssembledParts {
  const { grants, endings, decisions, trusted, policies, audit } = access;
  const budget = new MemoryBudget(config.memoryBytes);
  const onDeletion = ({ name }: CatalogVolume, sessionIds: string[]) => {
    for (const id of sessionIds) {
      endings.record(id, grants.get(id)?.caller, "access_revoked", `volume '${name}' was deleted`);
    }
  };
  const keep = (volumes: KeptVolume[]) => writeCatalog(catalogPath(config), volumes);
  const catalog = new Catalog({ budget, native, onDeletion, keep });
  const durability = new Durability({ catalog, native, grants, endings, log });
  const standing = new StandingCalls(access.authenticator);
  const enforcement = new Enforcement({
    ...access,
    standing,
    native,
    catalog,
    identitiesVersion: () => trusted.version,
    log,
  });
  const gate = new Gate({ decisions, catalog, grants, audit });
  const limits = new ClientLimits(config.clientLimits);
  return {
    ...access,
    budget,
    catalog,
    durability,
    native,
    enforcement,
    standing,
    observerRequests: new ObserverRequests(),
    gate,
    sessions: new Sessions({ catalog, native, decisions, limits, grants, endings, durability }),
    statistics: new Statistics(catalog, native),
    points: new Points(catalog, native),
    policyTest: new PolicyTest({ decisions, policies, trusted, catalog }),
    changes: new ChangeLog({ audit, enforce: () => enforcement.check() }),
  };
}
