/** A storage device: composes state, native device, catalog, sessions and control server. */
import { fromNative } from "../binding/failure.js";
import type { NativeBinding, NativeDevice, NativeDeviceEvent } from "../binding/native.js";
import type { Device } from "../control/schemas.js";
import { createControlServer, listenOnSocket } from "../control/server.js";
import { MemoryBudget } from "./budget.js";
import { Catalog } from "./catalog.js";
import type { DeviceConfig } from "./config.js";
import { createHandlers } from "./handlers.js";
import type { Logger } from "./log.js";
import { metricsText } from "./metrics.js";
import { Points } from "./points.js";
import { Sessions } from "./sessions.js";
import { claimSocketPath } from "./socket.js";
import { openState } from "./state.js";
import { Statistics } from "./statistics.js";
import { UndoStack } from "./undo-stack.js";

/** How long progress threads spin after the last traffic: long enough for a quick reply. */
const SPIN_NS = 50_000;

export interface DaemonOptions {
  config: DeviceConfig;
  binding: Pick<NativeBinding, "buildInfo" | "openDevice" | "lockDirectory">;
  log: Logger;
  version: string;
}

/** A device that serves until it is stopped. */
export interface Daemon {
  socketPath: string;
  describe(): Device;
  /** Ends every session, releases all memory and removes the socket; again: the same promise. */
  stop(): Promise<void>;
}

/**
 * Starts a device; once this resolves it is discoverable and answers.
 *
 * @throws UserError `state_directory_in_use`, `address_in_use`, `fabric_unavailable`, …
 */
export async function startDaemon(options: DaemonOptions): Promise<Daemon> {
  const undo = new UndoStack();
  try {
    return await start(options, undo);
  } catch (error) {
    await undo.run();
    throw fromNative(error);
  }
}

async function start(options: DaemonOptions, undo: UndoStack): Promise<Daemon> {
  const { config, binding, log } = options;
  const state = await openState(config.stateDirectory, binding);
  undo.push(() => state.release());
  await claimSocketPath(config.socketPath);
  const native = await binding.openDevice({
    ...config.fabric,
    progressThreads: config.progressThreads,
    spinNs: SPIN_NS,
    observer: config.observer,
    onEvent: (event) => logEvent(log, event),
  });
  undo.push(() => native.close());
  const budget = new MemoryBudget(config.memoryBytes);
  const catalog = new Catalog(budget, native);
  const describe = describer(options, state.deviceId, native, catalog, budget);
  const sessions = new Sessions(catalog, native);
  const statistics = new Statistics(catalog, native);
  const points = new Points(catalog, native);
  const server = await createControlServer({
    handlers: createHandlers({ catalog, sessions, statistics, points, native, describe }),
    metrics: async () => metricsText({ device: describe(), volumes: await statistics.all() }),
    log,
  });
  undo.push(() => server.close());
  await listenOnSocket(server, config.socketPath);
  log.info({ socket: config.socketPath, fabric: native.address }, "device ready");
  let stopping: Promise<void> | undefined;
  const stop = async () => {
    log.info("device stopping");
    await undo.run();
    log.info("device stopped");
  };
  return {
    socketPath: config.socketPath,
    describe,
    stop: () => {
      stopping ??= stop();
      return stopping;
    },
  };
}

function logEvent(log: Logger, { kind, message, ...fields }: NativeDeviceEvent): void {
  const trouble = kind === "session_failed" || kind === "connection_refused";
  const detail = message === "" ? {} : { detail: message };
  log[trouble ? "warn" : "info"]({ ...fields, ...detail }, kind.replace("_", " "));
}

function describer(
  { config, binding, version }: DaemonOptions,
  id: string,
  native: NativeDevice,
  catalog: Catalog,
  budget: MemoryBudget,
): () => Device {
  const startedAt = new Date().toISOString();
  return () => {
    const statistics = native.statistics();
    return {
      id,
      name: config.name,
      version,
      pid: process.pid,
      started_at: startedAt,
      health: "ok",
      capacity_bytes: budget.capacityBytes,
      free_bytes: budget.freeBytes,
      volumes: catalog.list().length,
      sessions: native.sessions().length,
      progress_threads: config.progressThreads,
      state_directory: config.stateDirectory,
      fabric: native.address,
      libfabric_version: binding.buildInfo().libfabric,
      tickets_issued: statistics.ticketsIssued,
      tickets_refused: statistics.ticketsRefused,
      sessions_opened: statistics.sessionsOpened,
      sessions_closed: statistics.sessionsClosed,
    };
  };
}
