import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import type { ErrorCode } from "../../src/errors.js";
import { ERROR_CODES, EXIT_STATUS } from "../../src/errors.js";
import { type ServedDevice, Workspace } from "../support/workspace.js";

describe("what the command line refuses", () => {
  let workspace: Workspace;
  let device: ServedDevice;
  before(async () => {
    workspace = await Workspace.make();
    device = await workspace.serve("--memory", "2MiB");
    const body = { name: "taken", size_bytes: 2 ** 20 };
    await device.client.call("createVolume", { body });
    await mkdir(workspace.path("a-directory"));
    await writeFile(workspace.path("bad.fio"), "[j]\nrw=randread\nsize=64k\nbogus=1\n");
    await writeFile(workspace.path("kept"), "precious");
  });
  after(() => workspace.remove());

  /** Arguments may name files of the workspace, as `@NAME`. */
  const CASES: [name: string, argv: string, code: ErrorCode, says: RegExp][] = [
    ["size_over_budget", "volume create v --size 4MiB", "budget_exceeded", /4\.0 MiB.*1\.0 MiB/],
    ["name_taken", "volume create taken --size 1MiB", "volume_exists", /'taken' exists/],
    [
      "name_taken_with_other_properties",
      "volume create taken --size 4k --if-not-exists",
      "volume_exists",
      /size_bytes is 1048576, not 4096/,
    ],
    ["size_misaligned", "volume create v --size 1000", "alignment_invalid", /1000 bytes.*4096/],
    ["size_zero", "volume create v --size 0", "size_invalid", /more than 0/],
    ["size_bad", "volume create v --size 4x", "size_invalid", /'4x'/],
    ["size_missing", "volume create v", "usage", /size/],
    ["name_bad", "volume create ü --size 4k", "usage", /'ü'/],
    [
      "label_with_escapes",
      "volume label taken \u001b[31m",
      "usage",
      /label: no control characters/,
    ],
    ["volume_missing", "volume show nope", "volume_not_found", /'nope'/],
    ["write_to_no_volume", "volume write nope --data x", "volume_not_found", /'nope'/],
    ["empty_write_to_no_volume", "volume write nope --data=", "volume_not_found", /'nope'/],
    [
      "read_past_the_end",
      "volume read taken --offset 1023k --length 2k --output @out",
      "range_invalid",
      /2048 bytes from offset 1047552/,
    ],
    ["read_at_the_end", "volume read taken --offset 1m --output @out", "range_invalid", /1048576/],
    [
      "read_of_nothing",
      "volume read taken --length 0 --output @out",
      "size_invalid",
      /more than 0/,
    ],
    ["write_past_the_end", "volume write taken --offset 1048575 --data xy", "range_invalid", /2 b/],
    ["read_keeps_the_file", "volume read nope --output @kept", "volume_not_found", /'nope'/],
    ["output_is_a_directory", "volume read taken --output @a-directory", "file_unwritable", /EISD/],
    ["input_unreadable", "volume write taken --input @nope", "file_unreadable", /nope/],
    ["input_is_a_directory", "volume write taken --input @a-directory", "file_unreadable", /direc/],
    ["device_missing", "volume list --device nope", "device_not_found", /'nope'/],
    ["socket_missing", "volume list --device @nope.sock", "device_unreachable", /no such socket/],
    ["socket_is_a_file", "volume list --device @kept", "device_unreachable", /kept/],
    ["job_file_bad", "bench run @bad.fio", "job_file_invalid", /bad\.fio:4: 'bogus'/],
    ["job_file_missing", "bench run @nope.fio", "file_unreadable", /nope\.fio/],
    ["job_file_is_a_directory", "bench run @a-directory", "file_unreadable", /a-directory/],
    ["job_absent", "bench run", "usage", /nothing to run/],
    ["run_on_no_volume", "bench run --rw read --volume nope", "volume_not_found", /'nope'/],
    [
      "run_past_the_end",
      "bench run --rw read --size 2m --volume taken",
      "range_invalid",
      /2097152/,
    ],
    ["flag_unknown", "volume list --bogus", "usage", /--bogus/],
    ["topic_unknown", "volum list", "usage", /volum list/],
    ["verb_unknown", "volume creat v", "usage", /volume creat/],
    ["argument_unknown", "volume list extra", "usage", /extra/],
    ["setting_bad", "device serve --fabric-port 70000", "config_invalid", /--fabric-port/],
    ["config_missing", "device serve --config @nope.yaml", "file_unreadable", /nope\.yaml/],
  ];

  for (const [name, line, code, says] of CASES) {
    it(`${name}__is_told_once_with_code_and_status`, async () => {
      const argv = line.split(" ").map((word) => word.replace(/^@(.*)/, (_, file) => place(file)));
      const [text, error] = await Promise.all([workspace.run(argv), workspace.failing(argv)]);
      assert.equal(error.code, code);
      assert.match(error.message, says);
      assert.equal(error.exitStatus, EXIT_STATUS[ERROR_CODES[code]]);
      assert.equal(text.exitStatus, error.exitStatus);
      assert.equal(text.stdout.toString(), "");
      const lines = [`Error: ${error.message}`, ...error.next_steps.map((step) => `  ${step}`)];
      assert.equal(text.stderr, `${lines.join("\n")}\n`);
    });
  }

  function place(file: string): string {
    return workspace.path(file);
  }

  it("everything_refused__nothing_half_done", async () => {
    const volumes = await device.client.call("listVolumes", {});
    assert.deepEqual(
      volumes.map(({ name, sessions }) => ({ name, sessions })),
      [{ name: "taken", sessions: 0 }],
    );
    assert(!existsSync(place("out")));
    assert.equal(await readFile(place("kept"), "utf8"), "precious");
    const { stdout } = await workspace.run(["volume", "read", "taken"]);
    assert(stdout.equals(Buffer.alloc(2 ** 20)));
  });

  it("write_longer_than_the_volume__says_how_far_it_came", async () => {
    const input = Buffer.alloc(2 ** 20 + 1, 1);
    const error = await workspace.failing(["volume", "write", "taken"], { input });
    assert.equal(error.code, "range_invalid");
    assert.match(error.message, /longer than the 1048576 bytes.*1048576 bytes arrived/);
  });

  it("stdout_full__is_an_error_and_not_a_crash", async () => {
    const commands = [
      ["volume", "list"],
      ["volume", "list", "--json"],
      ["volume", "show", "nope", "--json"],
      ["volume", "read", "taken"],
    ];
    for (const argv of commands) {
      const { exitStatus, stderr } = await workspace.run(argv, { stdout: "/dev/full" });
      assert.match(stderr, /^Error: .*no space left.*\n( {2}.*\n)*$/, argv.join(" "));
      assert.equal(exitStatus, EXIT_STATUS.file);
    }
  });
});
