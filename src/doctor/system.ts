/** What RDMA needs of the system: modules, providers, memory that may be locked. */
import { formatBytes } from "../units/bytes.js";
import { type Finding, ok } from "./finding.js";
import type { Host } from "./host.js";

/** User space talks to adapters through these. */
const MODULES = ["ib_uverbs", "rdma_cm", "rdma_ucm"];

const HUGE_PAGES_TO_BEGIN_WITH = 512;

export async function systemFindings(
  host: Host,
  listProviders: () => Promise<string[] | undefined>,
): Promise<Finding[]> {
  return Promise.all([
    modulesFinding(host),
    providersFinding(listProviders),
    lockedMemoryFinding(host),
    hugePagesFinding(host),
  ]);
}

async function modulesFinding(host: Host): Promise<Finding> {
  // Those that are built into the kernel stand here as well.
  const loaded = new Set(await host.names("sys/module"));
  const missing = MODULES.filter((module) => !loaded.has(module));
  if (missing.length === 0) return ok("kernel_modules", "", `Loaded: ${MODULES.join(", ")}`);
  return {
    check: "kernel_modules",
    level: "bad",
    subject: "",
    message: `Kernel modules are not loaded: ${missing.join(", ")}`,
    fix: missing.map((module) => `sudo modprobe ${module}`),
  };
}

async function providersFinding(
  listProviders: () => Promise<string[] | undefined>,
): Promise<Finding> {
  const providers = await listProviders();
  if (providers?.includes("verbs")) {
    return ok("providers", "", `libfabric has verbs, among: ${providers.join(", ")}`);
  }
  if (providers === undefined) {
    const message = "libfabric's providers are not known: its tool fi_info is not installed";
    const fix = ["sudo apt-get install libfabric-bin"];
    return { check: "providers", level: "warning", subject: "", message, fix };
  }
  const message = `libfabric has no provider verbs, only: ${providers.join(", ")}`;
  const fix = ["sudo apt-get install libfabric1 ibverbs-providers"];
  return { check: "providers", level: "bad", subject: "", message, fix };
}

async function lockedMemoryFinding(host: Host): Promise<Finding> {
  const limits = (await host.text("proc/self/limits")) ?? "";
  const limit = /^Max locked memory\s+(\S+)/m.exec(limits)?.[1];
  if (limit === "unlimited") return ok("locked_memory", "", "Memory may be locked without limit");
  const size = limit === undefined ? "by an unknown limit" : `to ${formatBytes(Number(limit))}`;
  return {
    check: "locked_memory",
    level: "warning",
    subject: "",
    message: `Locked memory is limited ${size}: no adapter reaches more of a volume than that`,
    fix: [
      "echo '* - memlock unlimited' | sudo tee /etc/security/limits.d/memvol.conf",
      "sudo systemctl edit UNIT  # of a service: LimitMEMLOCK=infinity below [Service]",
    ],
  };
}

async function hugePagesFinding(host: Host): Promise<Finding> {
  const meminfo = (await host.text("proc/meminfo")) ?? "";
  const field = (name: string) =>
    Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(meminfo)?.[1] ?? 0);
  const total = field("HugePages_Total");
  const pageBytes = field("Hugepagesize") * 1024;
  if (total > 0) {
    const free = field("HugePages_Free");
    const message = `Huge pages: ${free} of ${total} are free, ${formatBytes(free * pageBytes)}`;
    return ok("huge_pages", "", message);
  }
  return {
    check: "huge_pages",
    level: "warning",
    subject: "",
    message: "No huge pages are reserved: adapters translate addresses of large volumes slower",
    fix: [`sudo sysctl vm.nr_hugepages=${HUGE_PAGES_TO_BEGIN_WITH}`],
  };
}
