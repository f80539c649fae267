import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { NativeBinding } from "../../src/binding/native.js";
import DeviceDiscover from "../../src/commands/device/discover.js";
import DeviceShow from "../../src/commands/device/show.js";
import VolumeCreate from "../../src/commands/volume/create.js";
import VolumeDelete from "../../src/commands/volume/delete.js";
import VolumeLabel from "../../src/commands/volume/label.js";
import VolumeList from "../../src/commands/volume/list.js";
import VolumeRead from "../../src/commands/volume/read.js";
import VolumeShow from "../../src/commands/volume/show.js";
import VolumeWrite from "../../src/commands/volume/write.js";
import { attachVolume } from "../../src/volume/attach.js";
import { type CommandClass, CommandLine } from "../support/command-line.js";
import { startTestDevice, type TestDevice } from "../support/device.js";
import { makeTestDirectory, type TestDirectory } from "../support/directory.js";

let device: TestDevice;
const commands = new CommandLine(() => device.env);

class FakeRead extends VolumeRead {
  protected override async binding(): Promise<NativeBinding> {
    return device.binding;
  }
}

class FakeWrite extends VolumeWrite {
  protected override async binding(): Promise<NativeBinding> {
    return device.binding;
  }
}

describe("commands", () => {
  let directory: TestDirectory;
  beforeEach(async () => {
    device = await startTestDevice();
    directory = await makeTestDirectory();
  });
  afterEach(async () => {
    await device.stop();
    await directory.remove();
  });

  it("device_discover__and_show", async () => {
    assert.match(
      await commands.succeed(DeviceDiscover, "--local"),
      /^NAME +HEALTH .*\ntest +ok +local +tcp +127\.0\.0\.1:/,
    );
    const [found] = JSON.parse(await commands.succeed(DeviceDiscover, "--local", "--json"));
    assert.equal(found.reachable, true);
    assert.match(await commands.succeed(DeviceShow), /^name +test$/m);
    assert.deepEqual(
      JSON.parse(await commands.succeed(DeviceShow, "--json")),
      device.daemon.describe(),
    );
  });

  it("volume__life_from_creation_to_deletion", async () => {
    const created = await commands.succeed(
      VolumeCreate,
      "v",
      "--size",
      "1MiB",
      "--label",
      "some text",
    );
    assert.match(created, /^Created\.\nname +v\n/);
    assert.match(await commands.succeed(VolumeList), /^v +1\.0 MiB +4096 +0 +some text$/m);
    assert.match(await commands.succeed(VolumeLabel, "v", "other"), /^label +other$/m);
    const shown = JSON.parse(await commands.succeed(VolumeShow, "v", "--json"));
    assert.equal(shown.label, "other");
    assert.deepEqual(JSON.parse(await commands.succeed(VolumeList, "--json")), [shown]);
    assert.equal(await commands.succeed(VolumeDelete, "v"), "Deleted volume 'v'.\n");
    assert.deepEqual(JSON.parse(await commands.succeed(VolumeList, "--json")), []);
  });

  it("volume_create__if_not_exists_is_idempotent", async () => {
    const argv = ["v", "--size", "8k", "--block-size", "512", "--if-not-exists", "--json"];
    const first = JSON.parse(await commands.succeed(VolumeCreate, ...argv));
    const second = JSON.parse(await commands.succeed(VolumeCreate, ...argv));
    assert.deepEqual([first.created, second.created], [true, false]);
    assert.deepEqual(second.volume, first.volume);
    assert.equal(first.volume.block_size_bytes, 512);
  });

  it("volume_write__then_read_gives_the_same_bytes", async () => {
    await commands.succeed(VolumeCreate, "v", "--size", "8k");
    const wrote = await commands.succeed(FakeWrite, "v", "--data", "héllo", "--offset", "4k");
    assert.equal(wrote, "Wrote 6 bytes to volume 'v' at offset 4096\n");
    assert.equal(
      await commands.succeed(FakeRead, "v", "--offset", "4096", "--length", "6"),
      "héllo",
    );
  });

  it("volume_write__and_read_with_files", async () => {
    const [input, output] = [join(directory.path, "in"), join(directory.path, "out")];
    await writeFile(input, "from a file");
    await commands.succeed(VolumeCreate, "v", "--size", "8k");
    const wrote = JSON.parse(await commands.succeed(FakeWrite, "v", "--input", input, "--json"));
    const place = { volume: "v", offset_bytes: 0 };
    const observed = { observe: "immediate", observe_note: null };
    assert.deepEqual(wrote, { ...place, bytes: 11, ...observed });
    const argv = ["v", "--length", "11", "--output", output];
    assert.deepEqual(JSON.parse(await commands.succeed(FakeRead, ...argv, "--json")), wrote);
    assert.equal(await readFile(output, "utf8"), "from a file");
    assert.equal(await commands.succeed(FakeRead, ...argv), `Read 11 bytes to ${output}\n`);
  });

  it("volume_read__on_a_terminal_is_hexadecimal", async () => {
    await commands.succeed(VolumeCreate, "v", "--size", "4k");
    const { isTTY } = process.stdout;
    process.stdout.isTTY = true;
    try {
      const { stdout } = await commands.run(FakeRead, "v");
      const zeros = `00000000${"  00 00 00 00 00 00 00 00".repeat(2)}  |................|`;
      assert.equal(stdout, `${zeros}\n*\n00001000\n`);
    } finally {
      process.stdout.isTTY = isTTY;
    }
  });

  it("volume_delete__attached_needs_force", async () => {
    await commands.succeed(VolumeCreate, "v", "--size", "8k");
    await attachVolume(device.client, device.binding, "v", ["read"], { offsetBytes: 0 });
    const refused = await commands.run(VolumeDelete, "v");
    assert.equal(refused.exitStatus, 5);
    assert.match(
      refused.stderr,
      /'v' is attached by a session\n {2}.*session list\n {2}.*--force\n$/,
    );
    const forced = await commands.succeed(VolumeDelete, "v", "--force");
    assert.equal(forced, "Deleted volume 'v'; 1 session ended.\n");
  });

  const NONE = "/nonexistent/memvol.sock";
  const FAILURES: {
    name: string;
    command: CommandClass;
    argv: string[];
    code: string;
    exitStatus: number;
  }[] = [
    { name: "unknown_flag", command: VolumeList, argv: ["--x"], code: "usage", exitStatus: 2 },
    { name: "missing_argument", command: VolumeShow, argv: [], code: "usage", exitStatus: 2 },
    {
      name: "missing_flag",
      command: VolumeCreate,
      argv: ["new"],
      code: "usage",
      exitStatus: 2,
    },
    {
      name: "bad_block_size",
      command: VolumeCreate,
      argv: ["new", "--size", "1M", "--block-size", "100"],
      code: "usage",
      exitStatus: 2,
    },
    {
      name: "bad_size",
      command: VolumeCreate,
      argv: ["new", "--size", "1.5G"],
      code: "size_invalid",
      exitStatus: 2,
    },
    {
      name: "bad_name",
      command: VolumeCreate,
      argv: ["a/b", "--size", "4k"],
      code: "usage",
      exitStatus: 2,
    },
    {
      name: "misaligned_size",
      command: VolumeCreate,
      argv: ["new", "--size", "5000"],
      code: "alignment_invalid",
      exitStatus: 2,
    },
    {
      name: "range_past_the_end",
      command: FakeRead,
      argv: ["taken", "--offset", "4k", "--length", "8k", "--output", "/dev/null"],
      code: "range_invalid",
      exitStatus: 2,
    },
    {
      name: "json_without_output",
      command: FakeRead,
      argv: ["taken"],
      code: "usage",
      exitStatus: 2,
    },
    {
      name: "no_such_device",
      command: VolumeList,
      argv: ["-d", "none"],
      code: "device_not_found",
      exitStatus: 3,
    },
    {
      name: "unreachable_device",
      command: VolumeList,
      argv: ["-d", NONE],
      code: "device_unreachable",
      exitStatus: 3,
    },
    {
      name: "missing_volume",
      command: VolumeShow,
      argv: ["none"],
      code: "volume_not_found",
      exitStatus: 4,
    },
    {
      name: "taken_name",
      command: VolumeCreate,
      argv: ["taken", "--size", "4k"],
      code: "volume_exists",
      exitStatus: 5,
    },
    {
      name: "over_budget",
      command: VolumeCreate,
      argv: ["new", "--size", "1T"],
      code: "budget_exceeded",
      exitStatus: 6,
    },
    {
      name: "unreadable_input",
      command: FakeWrite,
      argv: ["taken", "--input", "/nonexistent"],
      code: "file_unreadable",
      exitStatus: 9,
    },
    {
      name: "unwritable_output",
      command: FakeRead,
      argv: ["taken", "--output", "/nonexistent/file"],
      code: "file_unwritable",
      exitStatus: 9,
    },
    {
      name: "full_disk",
      command: FakeRead,
      argv: ["taken", "--output", "/dev/full"],
      code: "file_unwritable",
      exitStatus: 9,
    },
  ];
  for (const { name, command, argv, code, exitStatus } of FAILURES) {
    it(`failure__${name}_is_${code}`, async () => {
      await commands.succeed(VolumeCreate, "taken", "--size", "8k");
      const json = await commands.run(command, ...argv, "--json");
      assert.equal(json.exitStatus, exitStatus);
      assert.equal(json.stderr, "");
      assert.equal(JSON.parse(json.stdout).error.code, code);
      if (name === "json_without_output") return;
      const text = await commands.run(command, ...argv);
      assert.equal(text.exitStatus, exitStatus);
      assert.equal(text.stdout, "");
      assert.match(text.stderr, /^Error: /);
      assert.equal(text.stderr.match(/Error: /g)?.length, 1);
      assert.doesNotMatch(text.stderr, /\n {4}at /);
    });
  }
});
