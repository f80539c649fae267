/** A device as it describes itself. */
import type { NativeBinding, NativeDevice } from "../binding/native.js";
import type { Device } from "../control/schemas.js";
import type { AccessControl } from "./access-control.js";
import type { MemoryBudget } from "./budget.js";
import type { Catalog } from "./catalog.js";
import type { DeviceConfig } from "./config.js";
import type { Durability } from "./durability.js";
import type { NetworkPlace } from "./network.js";

export interface Described {
  id: string;
  version: string;
  config: DeviceConfig;
  binding: Pick<NativeBinding, "buildInfo">;
  native: NativeDevice;
  catalog: Catalog;
  budget: MemoryBudget;
  access: Pick<AccessControl, "power">;
  durability: Pick<Durability, "healthy" | "persistSeconds">;
  /** Null until it is on the network, and where it never is. */
  place(): NetworkPlace | null;
}

export function describer(described: Described): () => Device {
  const { id, version, config, binding, native, catalog, budget, access, place } = described;
  const { durability } = described;
  const startedAt = new Date().toISOString();
  return () => {
    const statistics = native.statistics();
    return {
      id,
      name: config.name,
      version,
      pid: process.pid,
      started_at: startedAt,
      health: durability.healthy && catalog.failed.length === 0 ? "ok" : "degraded",
      capacity_bytes: budget.capacityBytes,
      free_bytes: budget.freeBytes,
      volumes: catalog.list().length,
      persist_seconds: durability.persistSeconds,
      sessions: native.sessions().length,
      progress_threads: config.progressThreads,
      state_directory: config.stateDirectory,
      fabric: native.address,
      listen: place(),
      power: access.power.power.condition,
      libfabric_version: binding.buildInfo().libfabric,
      tickets_issued: statistics.ticketsIssued,
      tickets_refused: statistics.ticketsRefused,
      sessions_opened: statistics.sessionsOpened,
      sessions_closed: statistics.sessionsClosed,
    };
  };
}
