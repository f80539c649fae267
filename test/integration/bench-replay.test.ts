/** Logs of operations, replayed on a real device. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { runnerOnDevice } from "../support/job-runner.js";

describe("a log that is replayed on a real device", () => {
  const runner = runnerOnDevice("--memory", "16MiB");

  async function log(...lines: string[]): Promise<string> {
    const path = runner().workspace.path("ops.log");
    await writeFile(path, `${lines.join("\n")}\n`);
    return `read_iolog=${path}`;
  }

  it("bytes__are_where_the_log_writes_and_trims_them", async () => {
    const { device, workspace } = runner();
    await device.client.call("createVolume", { body: { name: "r", size_bytes: 65_536 } });
    const lines = [
      "0 f write 4096 1000",
      "0 f write 12288 4096",
      "1 f trim 12288 512",
      "2 f read 0 512",
    ];
    const replay = await log("fio version 3 iolog", ...lines);
    const options = ["[j]", replay, 'buffer_pattern="x"', "iodepth=1"];
    const { jobs } = await runner().run(options, "--volume", "r", "--allow-overwrite");
    const [row] = jobs;
    assert.deepEqual(
      [row?.read.io_bytes, row?.write.io_bytes, row?.trim.io_bytes],
      [512, 5096, 512],
    );
    const { stdout } = await workspace.run(["volume", "read", "r"]);
    const expected = Buffer.alloc(65_536);
    expected.fill("x", 4096, 5096);
    expected.fill("x", 12_288 + 512, 16_384);
    assert(stdout.equals(expected));
  });

  it("times_of_the_log__make_a_schedule_that_is_kept", async () => {
    const replay = await log(
      "fio version 2 iolog",
      "f read 0 4096",
      "f wait 300000 0",
      "f read 4096 4096",
    );
    const { jobs } = await runner().run(["[j]", replay]);
    assert.equal(jobs[0]?.read.total_ios, 2);
    assert(Number(jobs[0]?.read.memvol.runtime_ns) >= 300e6);
  });

  it("times_that_are_not_to_count__hold_up_nothing", async () => {
    const hour = "f wait 3600000000 0";
    const replay = await log("fio version 2 iolog", "f read 0 4096", hour, "f read 4096 4096");
    const { jobs } = await runner().run(["[j]", replay, "replay_no_stall=1"]);
    assert.equal(jobs[0]?.read.total_ios, 2);
  });

  const compareWithFio = async () => {
    const { workspace } = runner();
    const path = workspace.path("fio.log");
    const data = workspace.path("data");
    const options = ["--size=256k", "--rw=randrw", "--bsrange=512-8k", "--ioengine=sync"];
    const { status } = spawnSync("fio", [
      "--name=j",
      `--filename=${data}`,
      `--write_iolog=${path}`,
      ...options,
    ]);
    assert.equal(status, 0);
    const written = await readFile(path, "utf8");
    const count = (action: string) => written.match(new RegExp(` ${action} \\d`, "g"))?.length ?? 0;
    const { jobs } = await runner().run(["[j]", `read_iolog=${path}`, "replay_no_stall=1"]);
    assert(count("read") > 10 && count("write") > 10);
    assert.deepEqual(
      [jobs[0]?.read.total_ios, jobs[0]?.write.total_ios],
      [count("read"), count("write")],
    );
  };
  if (spawnSync("fio", ["--version"]).status === 0) {
    it("log_of_fio_s_own__is_done_operation_for_operation", compareWithFio);
  }
});
