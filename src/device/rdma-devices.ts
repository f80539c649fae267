/** The RDMA devices of this machine and the network interfaces that they belong to, from /sys. */
import { readdirSync, readFileSync } from "node:fs";
import { networkInterfaces } from "node:os";
import { join } from "node:path";

const DEVICES = "/sys/class/infiniband";

export interface RdmaDevice {
  /** `mlx5_0`, `rxe0` */
  name: string;
  /** The network interface whose addresses reach it. */
  netdev: string;
  /** Volumes are not reached over iWARP: docs/rdma.md says why. */
  iwarp: boolean;
}

type Interfaces = ReturnType<typeof networkInterfaces>;

/** Those that have a network interface, in order; InfiniBand's is the one of IP over it. */
export function rdmaDevices(
  root = DEVICES,
  interfaces: Interfaces = networkInterfaces(),
): RdmaDevice[] {
  return namesIn(root).flatMap((name) => {
    const netdev = netdevOf(join(root, name), interfaces);
    if (netdev === undefined) return [];
    const iwarp = textOf(join(root, name, "node_type"))?.endsWith("RNIC") ?? false;
    return [{ name, netdev, iwarp }];
  });
}

function netdevOf(device: string, interfaces: Interfaces): string | undefined {
  for (const port of namesIn(join(device, "ports"))) {
    const netdev = textOf(join(device, "ports", port, "gid_attrs", "ndevs", "0"));
    if (netdev !== undefined) return netdev;
  }
  return namesIn(join(device, "device", "net"))[0] ?? netdevOfGid(device, interfaces);
}

/** iWARP has no GIDs: what stands in their place begins with the interface's Ethernet address. */
function netdevOfGid(device: string, interfaces: Interfaces): string | undefined {
  const gid = textOf(join(device, "ports", "1", "gids", "0"))?.replaceAll(":", "") ?? "";
  const mac = gid.slice(0, 12).match(/../g)?.join(":");
  return Object.entries(interfaces).find(([, addresses]) =>
    addresses?.some((address) => address.mac === mac),
  )?.[0];
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8").trim() || undefined;
  } catch {
    return undefined;
  }
}

function namesIn(path: string): string[] {
  try {
    return readdirSync(path).sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
  } catch {
    return [];
  }
}
