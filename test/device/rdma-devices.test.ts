import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { rdmaDevices } from "../../src/device/rdma-devices.js";
import { makeTestDirectory, type TestDirectory } from "../support/directory.js";

describe("rdmaDevices", () => {
  let directory: TestDirectory;
  beforeEach(async () => {
    directory = await makeTestDirectory();
  });
  afterEach(() => directory.remove());

  async function write(path: string, text: string): Promise<void> {
    const file = join(directory.path, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }

  it("ethernet_adapter__has_the_interface_of_its_first_gid", async () => {
    await write("mlx5_10/ports/1/gid_attrs/ndevs/0", "eth1\n");
    await write("mlx5_2/ports/1/gid_attrs/ndevs/0", "eth0\n");
    assert.deepEqual(rdmaDevices(directory.path), [
      { name: "mlx5_2", netdev: "eth0", iwarp: false },
      { name: "mlx5_10", netdev: "eth1", iwarp: false },
    ]);
  });

  it("infiniband_adapter__has_the_interface_of_ip_over_it", async () => {
    await mkdir(join(directory.path, "mlx5_0/ports/1/gid_attrs/ndevs"), { recursive: true });
    await mkdir(join(directory.path, "mlx5_0/device/net/ib0"), { recursive: true });
    assert.deepEqual(rdmaDevices(directory.path), [
      { name: "mlx5_0", netdev: "ib0", iwarp: false },
    ]);
  });

  it("iwarp_adapter__has_the_interface_with_its_ethernet_address", async () => {
    await write("siw0/node_type", "4: RNIC\n");
    await write("siw0/ports/1/gids/0", "6a02:0300:5b8b:0000:0000:0000:0000:0000\n");
    const of = (mac: string) => [
      {
        address: "192.0.2.7",
        netmask: "",
        family: "IPv4" as const,
        mac,
        internal: false,
        cidr: null,
      },
    ];
    const interfaces = { eth0: of("02:00:00:00:00:01"), eth1: of("6a:02:03:00:5b:8b") };
    assert.deepEqual(rdmaDevices(directory.path, interfaces), [
      { name: "siw0", netdev: "eth1", iwarp: true },
    ]);
    assert.deepEqual(rdmaDevices(directory.path, { eth0: of("02:00:00:00:00:01") }), []);
  });

  it("device_without_an_interface__is_left_out", async () => {
    await mkdir(join(directory.path, "mlx5_0/ports/1"), { recursive: true });
    assert.deepEqual(rdmaDevices(directory.path), []);
  });

  it("machine_without_any__has_none", () => {
    assert.deepEqual(rdmaDevices(join(directory.path, "nowhere")), []);
  });
});
