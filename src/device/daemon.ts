/** A storage device: composes state, access, native device, its parts and control servers. */
import { fromNative } from "../binding/failure.js";
import type { NativeBinding } from "../binding/native.js";
import type { Power } from "../control/access.js";
import { type Caller, LOCAL } from "../control/caller.js";
import type { Device } from "../control/schemas.js";
import { serveControl } from "../control/server.js";
import { SocketListener } from "../control/transport/socket-listener.js";
import { type AccessControl, authenticating, openAccessControl } from "./access-control.js";
import { readCatalog } from "./catalog-file.js";
import type { DeviceConfig } from "./config.js";
import { describer } from "./description.js";
import type { Durability } from "./durability.js";
import type { Enforcement } from "./enforcement.js";
import { createHandlers } from "./handlers.js";
import type { Logger } from "./log.js";
import { metricsText } from "./metrics.js";
import { type NetworkPlace, serveNetwork } from "./network.js";
import { type AssembledParts, assembleParts, catalogPath } from "./parts.js";
import { acceptOlder, recoverVolumes } from "./recovery.js";
import { guarded, routeRules } from "./route-rules.js";
import { sessionEvents } from "./session-events.js";
import { claimSocketPath } from "./socket.js";
import { openState } from "./state.js";
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
  const { config, binding, log, version } = options;
  const state = await openState(config.stateDirectory, binding);
  undo.push(() => state.release());
  await claimSocketPath(config.socketPath);
  const access = await openAccessControl(config, log, undo);
  let enforcement: Enforcement | undefined;
  let durability: Durability | undefined;
  const { audit, grants } = access;
  const native = await binding.openDevice({
    ...config.fabric,
    progressThreads: config.progressThreads,
    spinNs: SPIN_NS,
    observer: config.observer,
    stores: config.stores,
    onEvent: sessionEvents({
      ...{ audit, grants, log },
      opened: (id) => void enforcement?.opened(id),
      stores: {
        failed: (id, why) => void durability?.failed(id, why),
        stalled: (id, why) => durability?.stalled(id, why),
        resumed: (id) => durability?.resumed(id),
        damaged: (id, what) => durability?.damaged(id, what),
      },
    }),
  });
  undo.push(() => native.close());
  const parts = assembleParts(config, access, native, log);
  ({ enforcement, durability } = parts);
  undo.push(() => parts.durability.retireAll());
  const known = acceptOlder(await readCatalog(catalogPath(config)), config.acceptOlder);
  await recoverVolumes(known, parts.catalog, log);
  const persistOn = ({ condition }: Power) => void parts.durability.powerChanged(condition);
  access.power.on("change", persistOn);
  undo.push(() => access.power.off("change", persistOn));
  parts.enforcement.start(access.power);
  undo.push(() => parts.enforcement.stop());
  let place: NetworkPlace | null = null;
  const describe = describer({
    ...{ id: state.deviceId, version, config, binding, access },
    ...{ native, catalog: parts.catalog, budget: parts.budget, durability },
    place: () => place,
  });
  const { local, remote } = servers(options, access, parts, describe);
  const listening = await serveControl(local);
  undo.push(() => listening.close());
  const { name: deviceName, network, stateDirectory } = config;
  const { deviceId } = state;
  place = await serveNetwork(
    { network, deviceName, deviceId, stateDirectory, server: remote, log },
    undo,
  );
  log.info({ socket: config.socketPath, ...place, fabric: native.address }, "device ready");
  return daemonOf(options, describe, undo);
}

/** The same answers on the Unix socket, to whoever may open it, and on the network. */
function servers(
  { config, log }: DaemonOptions,
  access: AccessControl,
  parts: AssembledParts,
  describe: () => Device,
) {
  const { gate, grants, statistics, durability } = parts;
  const rules = routeRules({ gate, grants, endings: access.endings });
  const common = {
    handlers: guarded(createHandlers({ ...parts, describe }), rules, access.authenticator),
    metrics: async (caller: Caller) => {
      gate.device(access.authenticator.current(caller), "metrics");
      const volumes = await statistics.all();
      return metricsText({ device: describe(), volumes, stores: durability.statuses() });
    },
    log,
  };
  const listener = new SocketListener(config.socketPath);
  return {
    local: { ...common, authenticate: () => LOCAL, listener },
    remote: { ...common, authenticate: authenticating(access) },
  };
}

function daemonOf({ config, log }: DaemonOptions, describe: () => Device, undo: UndoStack): Daemon {
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
