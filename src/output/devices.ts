/** Devices as text. */
import type { Device } from "../control/schemas.js";
import type { DiscoveredDevice, Trust } from "../discovery/discover.js";
import type { NetworkDevice } from "../discovery/known.js";
import { formatBytes } from "../units/bytes.js";
import { renderProperties, renderTable } from "./table.js";

const NOT_KNOWN = "-";

const TRUST_WORDS: Record<Trust, string> = {
  local: "local",
  pinned: "pinned",
  untrusted: "UNTRUSTED",
  key_changed: "KEY CHANGED",
};

export function discoveredText(devices: DiscoveredDevice[]): string {
  if (devices.length === 0) return "No devices. Start one: memvol device serve";
  const table = renderTable(
    [
      { head: "NAME" },
      { head: "HEALTH" },
      { head: "TRUST" },
      { head: "PROVIDER" },
      { head: "ADDRESS" },
      { head: "CAPACITY", align: "right" },
      { head: "FREE", align: "right" },
      { head: "VOLUMES", align: "right" },
      { head: "ID" },
    ],
    devices.map(discoveredRow),
  );
  return [table, ...devices.flatMap(remarks)].join("\n");
}

function remarks(found: DiscoveredDevice): string[] {
  const { name, also, shown } = found;
  return [
    ...(found.reachable ? [] : [`${name}: ${found.reason}`]),
    ...(shown === null ? [] : [`${name}: it shows the key ${shown}`]),
    ...(also.length === 0 ? [] : [`${name}: also at ${also.join(", ")}`]),
  ];
}

function discoveredRow(discovered: DiscoveredDevice): string[] {
  if (!discovered.reachable) {
    const { name, trust } = discovered;
    const address = "address" in discovered ? discovered.address : NOT_KNOWN;
    const unknown = Array.from({ length: 4 }, () => NOT_KNOWN);
    // A stranger that showed a key is there; it was not asked for more.
    const health = discovered.shown === null ? "unreachable" : NOT_KNOWN;
    return [name, health, TRUST_WORDS[trust], NOT_KNOWN, address, ...unknown];
  }
  const { device } = discovered;
  return [
    discovered.name,
    device.health,
    TRUST_WORDS[discovered.trust],
    device.fabric.provider,
    addressText(device),
    formatBytes(device.capacity_bytes),
    formatBytes(device.free_bytes),
    String(device.volumes),
    device.id,
  ];
}

export function addedText(
  devices: (Omit<NetworkDevice, "source"> & { current: boolean })[],
): string {
  if (devices.length === 0) return "No device was added. Add one: memvol device add NAME ADDRESS";
  return renderTable(
    [{ head: "" }, { head: "NAME" }, { head: "ADDRESS" }, { head: "SHOWN" }, { head: "KEY" }],
    devices.map(({ current, name, address, identity, token_file, fingerprint }) => [
      current ? "*" : "",
      name,
      address,
      token_file ?? identity ?? "your only identity",
      fingerprint ?? NOT_KNOWN,
    ]),
  );
}

export function deviceText(device: Device): string {
  const { sessions, sessions_opened, sessions_closed, fabric } = device;
  return renderProperties({
    name: device.name,
    id: device.id,
    health: device.health,
    version: device.version,
    ...(device.pid !== null && { "process id": String(device.pid) }),
    started: device.started_at,
    capacity: formatBytes(device.capacity_bytes),
    free: formatBytes(device.free_bytes),
    volumes: String(device.volumes),
    "to persist": persistText(device),
    sessions: `${sessions} (${sessions_opened} opened, ${sessions_closed} closed)`,
    tickets: `${device.tickets_issued} issued, ${device.tickets_refused} refused`,
    fabric: `${fabric.provider} ${addressText(device)}`,
    network: device.listen?.address ?? "on this machine alone",
    ...(device.listen !== null && { key: device.listen.fingerprint }),
    power: device.power,
    libfabric: device.libfabric_version,
    "progress threads": String(device.progress_threads),
    ...(device.state_directory !== null && { "state directory": device.state_directory }),
  });
}

/** The line of a device that has just become ready. */
export function readyText(device: Device, socket: string): string {
  const { name, capacity_bytes, fabric, listen } = device;
  const network = listen === null ? "" : `, on ${listen.address} with key ${listen.fingerprint}`;
  return (
    `Device '${name}' is ready: ${formatBytes(capacity_bytes)}, ` +
    `${fabric.provider} ${addressText(device)}, control socket ${socket}${network}`
  );
}

function addressText({ fabric: { host, port } }: Device): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

function persistText({ persist_seconds }: Device): string {
  if (persist_seconds === null) return "not known yet: too little was written";
  return `a stop would need ${persist_seconds.toFixed(1)} s`;
}
