/** RDMA adapters: their links, GID tables, interfaces, and where they sit. */
import { type Finding, ok } from "./finding.js";
import type { Host } from "./host.js";

const ADAPTERS = "sys/class/infiniband";
const INTERFACES = "sys/class/net";
const NODES = "sys/devices/system/node";

/** RoCE's packets carry 4096 bytes of data where the interface lets them: headers come on top. */
const ROCE_MTU = 4200;

interface Port {
  adapter: string;
  /** `rxe0/1` */
  name: string;
  path: string;
  /** The Ethernet interface; undefined for InfiniBand. */
  netdev: string | undefined;
}

export async function adapterFindings(host: Host): Promise<Finding[]> {
  const adapters = await host.names(ADAPTERS);
  if (adapters.length === 0) return [await noAdapter(host)];
  const ports = (await Promise.all(adapters.map((adapter) => portsOf(host, adapter)))).flat();
  const found = ok("adapters", "", `RDMA adapters: ${adapters.join(", ")}`);
  const ofPorts = await Promise.all(
    ports.map(async (port) => [
      await linkFinding(host, port),
      await gidFinding(host, port),
      ...(await mtuFindings(host, port)),
    ]),
  );
  const places = await Promise.all(adapters.map((adapter) => numaFinding(host, adapter)));
  return [found, ...ofPorts.flat(), ...places];
}

async function noAdapter(host: Host): Promise<Finding> {
  const interfaces = await host.names(INTERFACES);
  const netdev = interfaces.find((name) => name !== "lo") ?? "lo";
  return {
    check: "adapters",
    level: "bad",
    subject: "",
    message: "No RDMA adapter, or no driver for it; over any network card there is soft-RoCE",
    fix: ["sudo modprobe rdma_rxe", `sudo rdma link add rxe0 type rxe netdev ${netdev}`],
  };
}

async function portsOf(host: Host, adapter: string): Promise<Port[]> {
  const ports = await host.names(ADAPTERS, adapter, "ports");
  return Promise.all(
    ports.map(async (number) => {
      const path = `${ADAPTERS}/${adapter}/ports/${number}`;
      const netdev = await host.text(path, "gid_attrs/ndevs/0");
      return { adapter, name: `${adapter}/${number}`, path, netdev };
    }),
  );
}

async function linkFinding(host: Host, { name, path, netdev }: Port): Promise<Finding> {
  // "4: ACTIVE", "100 Gb/sec (4X EDR)"
  const state = (await host.text(path, "state"))?.replace(/^\d+: /, "") ?? "unknown";
  const rate = (await host.text(path, "rate")) ?? "speed unknown";
  const layer = (await host.text(path, "link_layer")) ?? "link layer unknown";
  if (state === "ACTIVE") return ok("link", name, `The link is active: ${layer}, ${rate}`);
  const message = `The link is ${state}, not ACTIVE (${layer})`;
  const fix =
    netdev === undefined ? ["sudo systemctl start opensm"] : [`sudo ip link set ${netdev} up`];
  return { check: "link", level: "bad", subject: name, message, fix };
}

async function gidFinding(host: Host, { name, path, netdev }: Port): Promise<Finding> {
  const entries = await host.names(path, "gids");
  const gids = await Promise.all(entries.map((entry) => host.text(path, "gids", entry)));
  const used = gids.filter((gid) => gid !== undefined && /[1-9a-f]/.test(gid));
  if (used.length > 0) return ok("gid_table", name, `The GID table has ${used.length} entries`);
  return {
    check: "gid_table",
    level: "bad",
    subject: name,
    message: "The GID table is empty: nobody can address this port",
    fix:
      netdev === undefined
        ? ["sudo systemctl start opensm"]
        : [`sudo ip address add ADDRESS/PREFIX dev ${netdev}`],
  };
}

async function mtuFindings(host: Host, { netdev }: Port): Promise<Finding[]> {
  if (netdev === undefined) return [];
  const mtu = Number(await host.text(INTERFACES, netdev, "mtu"));
  if (!Number.isInteger(mtu)) return [];
  if (mtu >= ROCE_MTU) return [ok("mtu", netdev, `The MTU is ${mtu} bytes`)];
  const message = `The MTU is ${mtu} bytes: with ${ROCE_MTU} a packet would carry 4096 bytes of data`;
  const fix = [`sudo ip link set ${netdev} mtu 9000`];
  return [{ check: "mtu", level: "warning", subject: netdev, message, fix }];
}

async function numaFinding(host: Host, adapter: string): Promise<Finding> {
  const node = Number((await host.text(ADAPTERS, adapter, "device/numa_node")) ?? -1);
  const nodes = (await host.names(NODES)).filter((name) => /^node\d+$/.test(name));
  if (node < 0 || nodes.length < 2) return ok("numa", adapter, "All memory is equally near");
  const allowed = numbersIn(await memoryNodes(host));
  const distances = ((await host.text(NODES, `node${node}`, "distance")) ?? "")
    .split(/\s+/)
    .map(Number);
  const near = distances[node] ?? 0;
  const far = allowed.filter((other) => (distances[other] ?? 0) > near);
  if (far.length === 0) return ok("numa", adapter, `Memory and adapter are both at node ${node}`);
  const farthest = Math.max(...far.map((other) => distances[other] ?? 0));
  return {
    check: "numa",
    level: "warning",
    subject: adapter,
    message:
      `The adapter is at node ${node}, memory may come from node ${far.join(", ")} too: ` +
      `distance ${farthest} in place of ${near}`,
    fix: [`numactl --cpunodebind=${node} --membind=${node} memvol device serve`],
  };
}

async function memoryNodes(host: Host): Promise<string> {
  const status = (await host.text("proc/self/status")) ?? "";
  return /^Mems_allowed_list:\s*(\S+)/m.exec(status)?.[1] ?? "";
}

/** `0-2,5` */
function numbersIn(list: string): number[] {
  return list.split(",").flatMap((part) => {
    const [first = Number.NaN, last = first] = part.split("-").map(Number);
    if (part === "" || Number.isNaN(first)) return [];
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
}
