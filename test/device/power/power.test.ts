import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import type { PowerCondition } from "../../../src/control/access.js";
import { NutSource } from "../../../src/device/power/nut-source.js";
import { PowerMonitor } from "../../../src/device/power/power-monitor.js";
import { powerSourceOf } from "../../../src/device/power/sources.js";
import { SysfsSource } from "../../../src/device/power/sysfs-source.js";
import { makeTestDirectory, type TestDirectory } from "../../support/directory.js";
import { userError } from "../../support/errors.js";

describe("power from sysfs", () => {
  let directory: TestDirectory;
  beforeEach(async () => {
    directory = await makeTestDirectory();
  });
  afterEach(() => directory.remove());

  async function supply(name: string, files: Record<string, string>): Promise<void> {
    await mkdir(join(directory.path, name), { recursive: true });
    for (const [file, text] of Object.entries(files)) {
      await writeFile(join(directory.path, name, file), `${text}\n`);
    }
  }

  const read = () => new SysfsSource(directory.path).read();

  it("read__mains_battery_and_low", async () => {
    assert.equal(await read(), "unknown");
    await supply("BAT0", { type: "Battery", capacity: "80" });
    await supply("AC", { type: "Mains", online: "1" });
    await supply("mouse", { type: "Battery", capacity: "1", scope: "Device" });
    assert.equal(await read(), "mains");
    await supply("AC", { online: "0" });
    assert.equal(await read(), "battery");
    await supply("BAT0", { capacity: "9" });
    assert.equal(await read(), "battery-low");
    await supply("BAT1", { type: "Battery", capacity: "50" });
    assert.equal(await read(), "battery");
    await supply("BAT0", { capacity_level: "Critical" });
    await supply("BAT1", { capacity_level: "Low" });
    assert.equal(await read(), "battery-low");
  });

  it("read__nothing_there_is_unknown", async () => {
    assert.equal(await new SysfsSource(join(directory.path, "none")).read(), "unknown");
  });
});

describe("power from upsd", () => {
  let server: Server;
  let answer: (line: string, socket: Socket) => void;
  let asked: string[];
  let source: NutSource;
  beforeEach(async () => {
    asked = [];
    server = createServer((socket) => {
      socket
        .on("error", () => undefined)
        .on("data", (data) => {
          asked.push(data.toString());
          answer(data.toString(), socket);
        });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    source = new NutSource({ ups: "rack", host: "127.0.0.1", port });
  });
  afterEach(async () => {
    source.close();
    await new Promise((resolve) => server.close(resolve));
  });

  const STATES: [string, PowerCondition][] = [
    ["OL", "mains"],
    ["OL CHRG", "mains"],
    ["OB DISCHRG", "battery"],
    ["OB LB DISCHRG", "battery-low"],
    ["FSD OB LB", "battery-low"],
    ["FSD OL", "battery-low"],
    ["BYPASS", "unknown"],
  ];
  for (const [status, condition] of STATES) {
    it(`read__'${status}'_is_${condition}`, async () => {
      answer = (_, socket) => socket.write(`VAR rack ups.status "${status}"\n`);
      assert.equal(await source.read(), condition);
      assert.deepEqual(asked, ["GET VAR rack ups.status\n"]);
    });
  }

  it("read__goes_on_after_upsd_was_gone", async () => {
    answer = (_, socket) => socket.write('VAR rack ups.status "OL"\n');
    assert.equal(await source.read(), "mains");
    answer = (_, socket) => socket.destroy();
    assert.equal(await source.read(), "unknown");
    answer = (_, socket) => socket.write("ERR DATA-STALE\n");
    assert.equal(await source.read(), "unknown");
    answer = (_, socket) => socket.write('VAR rack ups.status "OB"\n');
    assert.equal(await source.read(), "battery");
  });
});

describe("power from an upsd that goes silent", () => {
  it("read__does_not_wait_for_ever", async () => {
    const sockets: Socket[] = [];
    const server = createServer((socket) => {
      sockets.push(socket.on("error", () => undefined));
      // Answers once, and hangs then.
      socket.once("data", () => socket.write('VAR rack ups.status "OL"\n'));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const source = new NutSource({ ups: "rack", host: "127.0.0.1", port });
    assert.equal(await source.read(), "mains");
    assert.equal(await source.read(), "unknown");
    assert.equal(await source.read(), "mains", "a new connection is answered");
    source.close();
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
});

describe("power monitor", () => {
  it("manual__is_what_it_is_set_to", () => {
    const monitor = new PowerMonitor(null);
    const changes: string[] = [];
    monitor.on("change", ({ condition }) => changes.push(condition));
    assert.equal(monitor.power.condition, "mains");
    assert.equal(monitor.set("battery").condition, "battery");
    monitor.set("battery");
    assert.deepEqual(changes, ["battery"]);
  });

  it("source__says_what_it_is_and_nobody_else", async () => {
    const read = async (): Promise<PowerCondition> => "battery-low";
    const monitor = new PowerMonitor({ name: "sysfs", read, close: () => undefined });
    await monitor.start();
    assert.equal(monitor.power.condition, "battery-low");
    assert.throws(() => monitor.set("mains"), userError("usage", /comes from sysfs/));
    monitor.stop();
  });

  it("setting__names_a_source", () => {
    assert.equal(powerSourceOf("manual"), null);
    assert.equal(powerSourceOf("sysfs")?.name, "sysfs");
    assert.equal(powerSourceOf("nut:rack@ups.example.org")?.name, "nut:rack@ups.example.org:3493");
    assert.equal(powerSourceOf("nut:a@[::1]:99")?.name, "nut:a@::1:99");
    for (const bad of ["", "nut:", "nut:a", "acpi", "nut:a@b@c:x"]) {
      assert.throws(() => powerSourceOf(bad), userError("config_invalid", /power_source/));
    }
  });
});
