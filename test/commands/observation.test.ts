import assert from "node:assert/strict";
import { FakeBinding } from "../../src/binding/fake.js";
import type { NativeBinding } from "../../src/binding/native.js";
import SessionList from "../../src/commands/session/list.js";
import VolumeCreate from "../../src/commands/volume/create.js";
import VolumeDirty from "../../src/commands/volume/dirty.js";
import VolumeMark from "../../src/commands/volume/mark.js";
import VolumeRead from "../../src/commands/volume/read.js";
import VolumeScan from "../../src/commands/volume/scan.js";
import VolumeShow from "../../src/commands/volume/show.js";
import VolumeStats from "../../src/commands/volume/stats.js";
import VolumeUnmark from "../../src/commands/volume/unmark.js";
import VolumeWatch from "../../src/commands/volume/watch.js";
import VolumeWrite from "../../src/commands/volume/write.js";
import { volumeEvent } from "../../src/control/observation.js";
import { attachVolume } from "../../src/volume/attach.js";
import { type CommandClass, CommandLine } from "../support/command-line.js";
import { startTestDevice, type TestDevice } from "../support/device.js";
import { until } from "../support/until.js";

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

describe("commands of observation", () => {
  beforeEach(async () => {
    device = await startTestDevice();
    await commands.succeed(VolumeCreate, "v", "--size", "1MiB");
  });
  afterEach(() => device.stop());

  it("volume_create__shows_how_it_is_tracked_and_observed", async () => {
    const argv = ["w", "--size", "1MiB", "--region-size", "4k", "--observe", "hash"];
    const text = await commands.succeed(VolumeCreate, ...argv, "--observe-min", "none");
    assert.match(text, /^region size +4096 bytes$/m);
    assert.match(text, /^observed +by hash, at least by none$/m);
    const shown = await commands.document(VolumeShow, "v");
    assert.equal(shown.region_size_bytes, 16_384);
    assert.deepEqual(shown.observe, { default: "immediate", minimum: "none" });
  });

  it("volume_create__region_size_that_does_not_suit_is_refused", async () => {
    const { code, message } = await commands.refusal(
      VolumeCreate,
      ...["w", "--size", "1MiB", "--region-size", "5000"],
    );
    assert.equal(code, "alignment_invalid");
    assert.match(message, /'w', 5000 bytes, is no power of two/);
  });

  it("volume_stats__of_nothing_says_what_to_do", async () => {
    const text = await commands.succeed(VolumeStats, "v");
    assert.match(text, /^No operation on volume 'v' was observed yet\.$/m);
    assert.match(text, /memvol volume write v --observe immediate/);
    assert.match(text, /^creation +\S+Z +0$/m);
  });

  it("volume_stats__are_tables_by_type_size_client_and_interface", async () => {
    await commands.succeed(FakeWrite, "v", "--data", "hello", "--observe", "message");
    await commands.succeed(FakeRead, "v", "--length", "5", "--observe", "message");
    const text = await commands.succeed(VolumeStats, "v");
    assert.match(text, /^write +1 +5 B +0\/s +0 B\/s +\S+Z$/m);
    assert.match(text, /^atomic +0 +0 B .* -$/m);
    assert.match(text, /^4 B and more +1 +1 +0$/m);
    assert.match(text, /^\S+@\S+ +0 +1 +5 B +1 +5 B +0$/m);
    assert.match(text, /^INTERFACE +SESSIONS/m);
    assert.match(text, /^creation +\S+Z +1$/m);
    const { traffic, cells } = await commands.document(VolumeStats, "v");
    assert.equal(traffic.read.bytes, 5);
    assert.equal(cells.dirty.length, 64);
  });

  it("volume_dirty__shows_extents_since_a_point_and_takes_them", async () => {
    assert.equal(await commands.succeed(VolumeMark, "v", "p"), "Marked point 'p' of volume 'v'.\n");
    const nothing = await commands.succeed(VolumeDirty, "v", "--since", "p");
    assert.match(nothing, /^Nothing changed on volume 'v' since 'p', as far as it is observed\.$/m);
    await commands.succeed(FakeWrite, "v", "--data", "hello", "--offset", "32k");
    const text = await commands.succeed(VolumeDirty, "v", "--since", "p", "--take");
    assert.match(text, /^0x8000 +0xc000 +16\.0 KiB$/m);
    assert.match(text, /^1 region, 16\.0 KiB may have changed since 'p'\.$/m);
    assert.deepEqual(await commands.document(VolumeDirty, "v", "--since", "p"), {
      extents: [],
      regions: 0,
      bytes: 0,
    });
    assert.equal((await commands.document(VolumeDirty, "v")).regions, 1);
    assert.equal(
      await commands.succeed(VolumeUnmark, "v", "p"),
      "Removed point 'p' of volume 'v'.\n",
    );
  });

  it("volume_scan__finds_what_nobody_told", async () => {
    const unchanged = await commands.succeed(VolumeScan, "v", "--length", "16k");
    assert.match(unchanged, /^Compared 16\.0 KiB: nothing changed that was not known\.$/m);
    await commands.succeed(FakeWrite, "v", "--data", "x", "--observe", "none");
    const text = await commands.succeed(VolumeScan, "v");
    assert.match(text, /^ *0x0 +0x4000 +16\.0 KiB$/m);
    assert.match(text, /^Compared 1\.0 MiB: this had changed, and nobody had told\.$/m);
    const again = await commands.document(VolumeScan, "v");
    assert.deepEqual(again, { bytes_hashed: 2 ** 20, changed: [] });
  });

  it("session_list__shows_who_is_attached", async () => {
    assert.match(
      await commands.succeed(SessionList),
      /^No sessions: nobody is attached\. Attach: /,
    );
    const range = { offsetBytes: 4096 };
    const { session } = await attachVolume(device.client, device.binding, "v", ["write"], range);
    await session.write(0, Buffer.alloc(2048));
    const text = await commands.succeed(SessionList);
    const row =
      /^\S+@\S+ +[0-9a-f-]{36} +v +write +0x1000 +1020 KiB +immediate +0 B +2\.0 KiB +0 +fake +\S+Z$/m;
    assert.match(text, row);
    const [listed] = await commands.document(SessionList);
    assert.equal(listed.traffic.write.operations, 1);
    await session.close();
  });

  it("volume_write__through_the_control_api_is_observed", async () => {
    const wrote = await commands.document(
      FakeWrite,
      "v",
      "--data",
      "hello",
      "--observe-via",
      "control",
    );
    assert.equal(wrote.observe, "message");
    assert.equal((await commands.document(VolumeStats, "v")).traffic.write.bytes, 5);
  });

  it("volume_write__says_why_it_is_observed_otherwise", async () => {
    await device.stop();
    device = await startTestDevice({}, new FakeBinding({ hasImmediates: false }));
    await commands.succeed(VolumeCreate, "v", "--size", "1MiB");
    const argv = ["v", "--data", "hello", "--observe", "immediate"];
    const { stderr } = await commands.run(FakeWrite, ...argv);
    assert.equal(stderr, "Observed by message: this fabric carries no immediates.\n");
    const { observe, observe_note } = await commands.document(FakeWrite, ...argv);
    assert.deepEqual([observe, observe_note], ["message", "this fabric carries no immediates"]);
  });

  for (const [how, flag] of [
    ["by_default", []],
    ["with_json", ["--json"]],
  ] as const) {
    it(`volume_watch__${how}_writes_lines_until_the_end`, async () => {
      const { id } = await device.client.call("showVolume", { params: { name: "v" } });
      const watching = commands.succeed(VolumeWatch, "v", ...flag);
      await until("it watches", () => device.binding.openWatches(id) === 1);
      const range = { offsetBytes: 0 };
      const { session } = await attachVolume(device.client, device.binding, "v", ["write"], range);
      await session.write(0, Buffer.alloc(512));
      await session.write(512, Buffer.alloc(512));
      await device.client.call("deleteVolume", {
        params: { name: "v" },
        query: { force: "true" },
      });
      const lines = (await watching).trimEnd().split("\n");
      const events = lines.map((line) => volumeEvent.parse(JSON.parse(line)));
      const offsets = events.map((event) => event.kind !== "missed" && event.offset_bytes);
      assert.deepEqual(offsets, [0, 512]);
    });
  }

  const FAILURES: {
    name: string;
    command: CommandClass;
    argv: string[];
    code: string;
    exitStatus: number;
  }[] = [
    {
      name: "stats_of_none",
      command: VolumeStats,
      argv: ["w"],
      code: "volume_not_found",
      exitStatus: 4,
    },
    {
      name: "watch_of_none",
      command: VolumeWatch,
      argv: ["w"],
      code: "volume_not_found",
      exitStatus: 4,
    },
    { name: "bad_point", command: VolumeMark, argv: ["v", "a/b"], code: "usage", exitStatus: 2 },
    {
      name: "mark_creation",
      command: VolumeMark,
      argv: ["v", "creation"],
      code: "usage",
      exitStatus: 2,
    },
    {
      name: "unmark_none",
      command: VolumeUnmark,
      argv: ["v", "p"],
      code: "point_not_found",
      exitStatus: 4,
    },
    {
      name: "dirty_since_none",
      command: VolumeDirty,
      argv: ["v", "--since", "p"],
      code: "point_not_found",
      exitStatus: 4,
    },
    {
      name: "take_without_point",
      command: VolumeDirty,
      argv: ["v", "--take"],
      code: "usage",
      exitStatus: 2,
    },
    {
      name: "scan_past_the_end",
      command: VolumeScan,
      argv: ["v", "--offset", "1M"],
      code: "range_invalid",
      exitStatus: 2,
    },
    {
      name: "unknown_mode",
      command: FakeWrite,
      argv: ["v", "--observe", "all"],
      code: "usage",
      exitStatus: 2,
    },
    {
      name: "too_large_a_batch",
      command: FakeWrite,
      argv: ["v", "--observe-batch", "65"],
      code: "usage",
      exitStatus: 2,
    },
    {
      name: "when_without_mode",
      command: FakeWrite,
      argv: ["v", "--data", "x", "--observe-when", "both"],
      code: "usage",
      exitStatus: 2,
    },
    {
      name: "wait_for_hash",
      command: FakeWrite,
      argv: ["v", "--data", "x", "--observe", "hash", "--wait-observed"],
      code: "usage",
      exitStatus: 2,
    },
    {
      name: "less_than_demanded",
      command: FakeWrite,
      argv: ["strict", "--data", "x", "--observe", "none"],
      code: "observation_required",
      exitStatus: 7,
    },
  ];
  for (const { name, command, argv, code, exitStatus } of FAILURES) {
    it(`failure__${name}_is_${code}`, async () => {
      await commands.succeed(VolumeCreate, "strict", "--size", "8k", "--observe-min", "message");
      const refused = await commands.refusal(command, ...argv);
      assert.equal(refused.code, code, refused.message);
      assert.equal(refused.exitStatus, exitStatus);
      const text = await commands.run(command, ...argv);
      assert.equal(text.stdout, "");
      assert.equal(text.stderr.match(/Error: /g)?.length, 1);
      assert.doesNotMatch(text.stderr, /\n {4}at /);
    });
  }
});
