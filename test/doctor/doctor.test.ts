/** Machines of all kinds, planted below a root. */
import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type Diagnosis, diagnose } from "../../src/doctor/doctor.js";
import type { Check, Finding } from "../../src/doctor/finding.js";
import { Host } from "../../src/doctor/host.js";
import { diagnosisText } from "../../src/output/doctor.js";
import { makeTestDirectory, type TestDirectory } from "../support/directory.js";

type Files = Record<string, string>;

const ROCE = "sys/class/infiniband/mlx5_0";
const NO_GID = "0000:0000:0000:0000:0000:0000:0000:0000";

/** RoCE on an adapter at the second of two nodes; everything as it should be. */
const READY: Files = {
  [`${ROCE}/ports/1/state`]: "4: ACTIVE\n",
  [`${ROCE}/ports/1/rate`]: "100 Gb/sec (4X EDR)\n",
  [`${ROCE}/ports/1/link_layer`]: "Ethernet\n",
  [`${ROCE}/ports/1/gids/0`]: "fe80:0000:0000:0000:5054:00ff:fe12:3456\n",
  [`${ROCE}/ports/1/gids/1`]: `${NO_GID}\n`,
  [`${ROCE}/ports/1/gid_attrs/ndevs/0`]: "eth1\n",
  [`${ROCE}/device/numa_node`]: "1\n",
  "sys/class/net/lo/mtu": "65536\n",
  "sys/class/net/eth1/mtu": "9000\n",
  "sys/devices/system/node/node0/distance": "10 21\n",
  "sys/devices/system/node/node1/distance": "21 10\n",
  "sys/module/ib_uverbs/refcnt": "1\n",
  "sys/module/rdma_cm/refcnt": "1\n",
  "sys/module/rdma_ucm/refcnt": "1\n",
  "proc/self/status": "Name:\tnode\nMems_allowed_list:\t1\n",
  "proc/self/limits":
    "Limit                     Soft Limit           Hard Limit           Units\n" +
    "Max locked memory         unlimited            unlimited            bytes\n",
  "proc/meminfo":
    "HugePages_Total:     512\nHugePages_Free:      500\nHugepagesize:       2048 kB\n",
};

describe("doctor", () => {
  let directory: TestDirectory;
  let machines = 0;
  before(async () => {
    directory = await makeTestDirectory();
  });
  after(() => directory.remove());

  async function machine(
    files: Files,
    providers: string[] | undefined = ["tcp", "verbs"],
  ): Promise<Diagnosis> {
    machines += 1;
    const root = join(directory.path, String(machines));
    await mkdir(root);
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), text);
    }
    return diagnose(new Host(root), async () => providers);
  }

  function without(...prefixes: string[]): Files {
    const kept = Object.entries(READY).filter(
      ([path]) => !prefixes.some((prefix) => path.startsWith(prefix)),
    );
    return Object.fromEntries(kept);
  }

  /** What is not right, which must be this one thing. */
  function only({ findings }: Diagnosis, check: Check): Finding {
    const wrong = findings.filter(({ level }) => level !== "ok");
    assert.deepEqual(
      wrong.map((finding) => finding.check),
      [check],
    );
    const [finding] = wrong;
    assert(finding !== undefined);
    return finding;
  }

  it("machine__that_is_ready_has_nothing_to_mend", async () => {
    const diagnosis = await machine(READY);
    assert.equal(diagnosis.ready, true);
    assert.deepEqual(
      diagnosis.findings.map(({ level, fix }) => [level, fix]),
      diagnosis.findings.map(() => ["ok", []]),
    );
    const checks = diagnosis.findings.map(({ check }) => check);
    assert.equal(new Set(checks).size, 9);
    assert.match(diagnosisText(diagnosis), /active: Ethernet, 100 Gb\/sec/);
  });

  it("machine__without_anything_says_what_is_missing", async () => {
    const diagnosis = await machine({}, ["tcp"]);
    assert.equal(diagnosis.ready, false);
    const found = diagnosis.findings.map(({ check, level }) => [check, level]);
    assert.deepEqual(found, [
      ["adapters", "bad"],
      ["kernel_modules", "bad"],
      ["providers", "bad"],
      ["locked_memory", "warning"],
      ["huge_pages", "warning"],
    ]);
    for (const { fix } of diagnosis.findings) assert.ok(fix.length > 0);
    assert.match(diagnosisText(diagnosis), /^BAD.*\n +\$ sudo modprobe rdma_rxe\n/);
  });

  it("adapters__none_names_an_interface_for_soft_roce", async () => {
    const { fix } = only(await machine(without("sys/class/infiniband")), "adapters");
    assert.match(fix.join("\n"), /rdma link add rxe0 type rxe netdev eth1/);
  });

  it("link__that_is_down_is_brought_up_by_its_interface", async () => {
    const down = { ...READY, [`${ROCE}/ports/1/state`]: "1: DOWN\n" };
    const diagnosis = await machine(down);
    const { message, subject, fix } = only(diagnosis, "link");
    assert.equal(diagnosis.ready, false);
    assert.equal(subject, "mlx5_0/1");
    assert.match(message, /DOWN/);
    assert.deepEqual(fix, ["sudo ip link set eth1 up"]);
  });

  it("link__of_infiniband_waits_for_its_subnet_manager", async () => {
    const files = {
      ...without(`${ROCE}/ports/1/gid_attrs`),
      [`${ROCE}/ports/1/state`]: "2: INIT\n",
      [`${ROCE}/ports/1/link_layer`]: "InfiniBand\n",
    };
    assert.match(only(await machine(files), "link").fix.join(), /opensm/);
  });

  it("gid_table__that_is_empty_needs_an_address", async () => {
    const files = { ...READY, [`${ROCE}/ports/1/gids/0`]: `${NO_GID}\n` };
    assert.match(only(await machine(files), "gid_table").fix.join(), /address add .* dev eth1/);
  });

  it("mtu__of_an_ordinary_network_is_a_warning", async () => {
    const diagnosis = await machine({ ...READY, "sys/class/net/eth1/mtu": "1500\n" });
    assert.match(only(diagnosis, "mtu").fix.join(), /set eth1 mtu 9000/);
    assert.equal(diagnosis.ready, true);
  });

  it("numa__memory_far_from_the_adapter_is_told_with_its_distance", async () => {
    for (const [allowed, far] of [
      ["0-1", "0"],
      ["0", "0"],
    ]) {
      const status = `Mems_allowed_list:\t${allowed}\n`;
      const { message, fix } = only(
        await machine({ ...READY, "proc/self/status": status }),
        "numa",
      );
      assert.match(message, new RegExp(`node 1, .*node ${far} .*distance 21 in place of 10`));
      assert.match(fix.join(), /--membind=1/);
    }
  });

  it("numa__adapter_without_a_place_is_no_finding", async () => {
    const { ready, findings } = await machine({ ...READY, [`${ROCE}/device/numa_node`]: "-1\n" });
    assert.ok(ready && findings.every(({ level }) => level === "ok"));
  });

  it("kernel_modules__each_missing_one_is_loaded", async () => {
    const { fix } = only(await machine(without("sys/module/rdma_")), "kernel_modules");
    assert.deepEqual(fix, ["sudo modprobe rdma_cm", "sudo modprobe rdma_ucm"]);
  });

  it("providers__without_libfabrics_tool_are_not_known", async () => {
    const diagnosis = await diagnose(new Host(join(directory.path, "1")), async () => undefined);
    assert.equal(only(diagnosis, "providers").level, "warning");
  });

  it("locked_memory__limit_is_named", async () => {
    const limits = "Max locked memory         8388608              8388608              bytes\n";
    const { message } = only(
      await machine({ ...READY, "proc/self/limits": limits }),
      "locked_memory",
    );
    assert.match(message, /8\.0 MiB/);
  });

  it("this_machine__is_looked_at_without_failing", async () => {
    const { findings } = await diagnose(new Host(), async () => undefined);
    assert.ok(findings.length >= 5);
  });
});
