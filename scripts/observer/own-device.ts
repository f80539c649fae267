/** A device for one group alone, where what all share will not do. */
import { startEmbeddedDevice } from "../../src/bench/run/embedded-device.js";
import { ControlClient } from "../../src/control/client.js";
import { SocketEndpoint } from "../../src/control/transport/socket-endpoint.js";
import { parseBytes } from "../../src/units/bytes.js";
import type { Row } from "../compare/row.js";
import { MEMVOL } from "../compare/workbench.js";

export interface OwnDevice {
  socketPath: string;
  control: ControlClient;
  /** Flags of `bench run` that lead to it. */
  deviceFlags: readonly string[];
}

export interface OwnDeviceOptions {
  /** For its volumes: `64m`. */
  memory: string;
  /** Flags of `device serve`. */
  settings?: readonly string[];
}

/** The rows that are measured with a device that is stopped after the last. */
export async function* onOwnDevice(
  { memory, settings = [] }: OwnDeviceOptions,
  measure: (device: OwnDevice) => AsyncIterable<Row>,
): AsyncGenerator<Row> {
  const memoryBytes = parseBytes(memory);
  const device = await startEmbeddedDevice({ memoryBytes, commandLine: MEMVOL, settings });
  const { socketPath } = device;
  try {
    const control = new ControlClient(new SocketEndpoint(socketPath));
    yield* measure({ socketPath, control, deviceFlags: ["--device", socketPath] });
  } finally {
    await device.stop();
  }
}
