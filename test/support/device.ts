/** A whole device on the fake binding, behind its real control socket. */
import { join } from "node:path";
import { pino } from "pino";
import { FakeBinding } from "../../src/binding/fake.js";
import { ControlClient } from "../../src/control/client.js";
import { SocketEndpoint } from "../../src/control/transport/socket-endpoint.js";
import type { DeviceConfig } from "../../src/device/config.js";
import { type Daemon, startDaemon } from "../../src/device/daemon.js";
import { makeTestDirectory } from "./directory.js";

export interface TestDevice {
  binding: FakeBinding;
  daemon: Daemon;
  client: ControlClient;
  config: DeviceConfig;
  /** An environment in which the device is the only one. */
  env: { MEMVOL_RUNTIME_DIR: string; XDG_CONFIG_HOME: string };
  /** Stops the device and removes its directories. */
  stop(): Promise<void>;
}

export const OBSERVER: DeviceConfig["observer"] = {
  hashIntervalNs: 1e9,
  hashCpuPercent: 10,
  silenceTimeoutNs: 30e9,
};

export const SILENT_LOG = pino({ level: "silent" });

export function testConfig(directory: string, overrides: Partial<DeviceConfig> = {}): DeviceConfig {
  return {
    name: "test",
    memoryBytes: 64 * 2 ** 20,
    stateDirectory: join(directory, "state"),
    socketPath: join(directory, "run", "test.sock"),
    fabric: { provider: "tcp", host: "127.0.0.1", port: 0 },
    progressThreads: 1,
    network: { listen: null, announce: false, clientCa: null, tokens: null },
    powerSource: "manual",
    clientLimits: { sessionsMax: 1024, ticketsPerSecond: 1000 },
    observer: OBSERVER,
    stores: { timeoutNs: 30e9, scrubBytesPerSecond: 0 },
    logLevel: "silent",
    ...overrides,
  };
}

export async function startTestDevice(
  overrides: Partial<DeviceConfig> = {},
  binding = new FakeBinding(),
): Promise<TestDevice> {
  const directory = await makeTestDirectory();
  const config = testConfig(directory.path, overrides);
  const daemon = await startDaemon({ config, binding, log: SILENT_LOG, version: "0.0.0" });
  return {
    binding,
    daemon,
    config,
    client: new ControlClient(new SocketEndpoint(daemon.socketPath)),
    env: {
      MEMVOL_RUNTIME_DIR: join(directory.path, "run"),
      XDG_CONFIG_HOME: join(directory.path, "config"),
    },
    stop: async () => {
      await daemon.stop();
      await directory.remove();
    },
  };
}
