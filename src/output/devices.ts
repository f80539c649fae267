/** Devices as text. */
import type { Device } from "../control/schemas.js";
import type { DiscoveredDevice } from "../discovery/discover.js";
import { formatBytes } from "../units/bytes.js";
import { renderProperties, renderTable } from "./table.js";

const NOT_KNOWN = "-";

export function discoveredText(devices: DiscoveredDevice[]): string {
  if (devices.length === 0) return "No devices. Start one: memvol device serve";
  const table = renderTable(
    [
      { head: "NAME" },
      { head: "HEALTH" },
      { head: "PROVIDER" },
      { head: "ADDRESS" },
      { head: "CAPACITY", align: "right" },
      { head: "FREE", align: "right" },
      { head: "VOLUMES", align: "right" },
      { head: "ID" },
    ],
    devices.map(discoveredRow),
  );
  const reasons = devices.flatMap((found) =>
    found.reachable ? [] : [`${found.name}: ${found.reason}`],
  );
  return [table, ...reasons].join("\n");
}

function discoveredRow(discovered: DiscoveredDevice): string[] {
  if (!discovered.reachable) {
    const unknown = Array.from({ length: 6 }, () => NOT_KNOWN);
    return [discovered.name, "unreachable", ...unknown];
  }
  const { device } = discovered;
  return [
    discovered.name,
    device.health,
    device.fabric.provider,
    addressText(device),
    formatBytes(device.capacity_bytes),
    formatBytes(device.free_bytes),
    String(device.volumes),
    device.id,
  ];
}

export function deviceText(device: Device): string {
  const { sessions, sessions_opened, sessions_closed, fabric } = device;
  return renderProperties({
    name: device.name,
    id: device.id,
    health: device.health,
    version: device.version,
    "process id": String(device.pid),
    started: device.started_at,
    capacity: formatBytes(device.capacity_bytes),
    free: formatBytes(device.free_bytes),
    volumes: String(device.volumes),
    sessions: `${sessions} (${sessions_opened} opened, ${sessions_closed} closed)`,
    tickets: `${device.tickets_issued} issued, ${device.tickets_refused} refused`,
    fabric: `${fabric.provider} ${addressText(device)}`,
    libfabric: device.libfabric_version,
    "progress threads": String(device.progress_threads),
    "state directory": device.state_directory,
  });
}

/** The line of a device that has just become ready. */
export function readyText(device: Device, socket: string): string {
  const { name, capacity_bytes, fabric } = device;
  return (
    `Device '${name}' is ready: ${formatBytes(capacity_bytes)}, ` +
    `${fabric.provider} ${addressText(device)}, control socket ${socket}`
  );
}

function addressText({ fabric: { host, port } }: Device): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}
