import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runnerOnDevice } from "../support/job-runner.js";

describe("memvol bench run on a real device", () => {
  const runner = runnerOnDevice("--memory", "64MiB");
  const run = (lines: string[], ...flags: string[]) => runner().run(lines, ...flags);

  it("number_ios__is_exact_for_each_clone", async () => {
    const job = ["[j]", "rw=randrw", "size=8m", "number_ios=1001", "iodepth=7", "numjobs=3"];
    const { jobs } = await run(job);
    assert.equal(jobs.length, 3);
    for (const { jobname, read, write, memvol } of jobs) {
      assert.equal(jobname, "j");
      assert.equal(read.total_ios + write.total_ios, 1001);
      assert.equal(read.io_bytes, read.total_ios * 4096);
      assert.equal(memvol.threads, 1);
    }
    assert.equal(new Set(jobs.flatMap(({ memvol }) => memvol.seeds)).size, 3);
  });

  it("job_file_with_crlf_and_byte_order_mark__is_taken", async () => {
    const { jobs } = await run(["\ufeff[j]\r", "rw=read\r", "size=64k\r"]);
    assert.equal(jobs[0]?.jobname, "j");
    assert.equal(jobs[0]?.read.total_ios, 16);
  });

  it("io_size__is_exact_and_may_pass_the_range_several_times", async () => {
    const { jobs } = await run(["[j]", "rw=read", "bs=4k", "size=1m", "io_size=3m"]);
    assert.equal(jobs[0]?.read.io_bytes, 3 * 2 ** 20);
    assert.equal(jobs[0]?.read.total_ios, 768);
    assert.equal(jobs[0]?.write.total_ios, 0);
  });

  it("percentile_list__every_percentile_of_it_is_there", async () => {
    const list = [0.1, 1, 25, 33.3, 50, 75, 90, 95, 99, 99.9, 99.99, 99.999, 100];
    const lines = ["[j]", "rw=randrw", "size=1m", "number_ios=20000", "iodepth=16"];
    const { jobs } = await run([...lines, `percentile_list=${list.join(":")}`]);
    const keys = list.map((rank) => rank.toFixed(6));
    for (const direction of [jobs[0]?.read, jobs[0]?.write]) {
      assert.deepEqual(Object.keys(direction?.clat_ns.percentile ?? {}), keys);
      assert.equal(direction?.clat_ns.percentile?.["100.000000"], direction?.clat_ns.max);
    }
  });

  it("rate_iops__is_a_schedule_of_which_each_operation_is_started_or_dropped", async () => {
    const lines = ["[j]", "rw=randread", "size=1m", "rate_iops=2000", "time_based", "runtime=1"];
    const { jobs, memvol } = await run(lines);
    const { total_ios, memvol: read } = jobs[0]?.read ?? assert.fail();
    const due = total_ios + read.dropped_arrivals;
    // More where the thread woke up late and so has its second later than the schedule's first.
    const endNs = memvol.series[0]?.samples.at(-1)?.end_ns ?? 0;
    assert(due >= 2000 && due <= (endNs * 2000) / 1e9 + 1, `${due} operations were due`);
    assert(total_ios > 0);
  });

  it("stonewall__stages_follow_one_another", async () => {
    const lines = ["[global]", "rw=randread", "size=1m", "time_based", "runtime=300ms"];
    const { jobs, memvol } = await run([...lines, "[a]", "[b]", "[c]", "stonewall", "[d]"]);
    const stages = jobs.map(({ jobname, groupid }) => `${jobname}${groupid}`);
    assert.deepEqual(stages, ["a0", "b0", "c1", "d1"]);
    const lengthMs = Date.parse(memvol.finished_at) - Date.parse(memvol.started_at);
    assert(lengthMs >= 600, `both stages in ${lengthMs} ms`);
  });

  it("group_reporting__clones_and_neighbours_make_one_row", async () => {
    const lines = ["[global]", "rw=randread", "size=1m", "number_ios=100", "group_reporting"];
    const { jobs, memvol } = await run([...lines, "[a]", "numjobs=3", "[b]"]);
    assert.equal(jobs.length, 1);
    assert.equal(jobs[0]?.jobname, "a");
    assert.equal(jobs[0]?.memvol.threads, 4);
    assert.equal(jobs[0]?.read.total_ios, 400);
    assert.equal(memvol.series.length, 2);
  });

  it("output__holds_the_same_document_as_stdout_and_the_default_place", async () => {
    const output = runner().workspace.path("result.json");
    const result = await run(["[j]", "rw=read", "size=64k"], "--output", output);
    assert.deepEqual(JSON.parse(await readFile(output, "utf8")), result);
    const results = join(runner().workspace.path("state"), "memvol", "results");
    const saved = join(results, `${result.memvol.id}.json`);
    assert.deepEqual(JSON.parse(await readFile(saved, "utf8")), result);
  });

  it("output__full_disk_is_an_error_and_the_default_place_has_the_result", async () => {
    const before = (await runner().workspace.savedResults()).length;
    const argv = [
      "bench",
      "run",
      "--rw",
      "read",
      "--size",
      "64k",
      "--device",
      runner().device.socket,
    ];
    const error = await runner().workspace.failing([...argv, "--output", "/dev/full"]);
    assert.equal(error.code, "file_unwritable");
    assert.equal(error.exitStatus, 9);
    assert.match(error.message, /\/dev\/full.*no space left/);
    assert((await stat("/dev/full")).isCharacterDevice());
    assert.equal((await runner().workspace.savedResults()).length, before + 1);
  });

  describe("against a volume that holds data", () => {
    const volumeBytes = 2 ** 20;
    const target = { start: 2 ** 18, end: 2 ** 18 + 2 ** 17 };
    const job = ["[j]", "rw=randwrite", `offset=${target.start}`, "size=128k", "iodepth=4"];
    let content: Buffer;
    beforeEach(async () => {
      content = randomBytes(volumeBytes);
      const body = { name: "kept", size_bytes: volumeBytes };
      await runner().device.client.call("createVolume", { body });
      const wrote = await runner().workspace.run(["volume", "write", "kept"], { input: content });
      assert.equal(wrote.exitStatus, 0, wrote.stderr);
    });
    afterEach(async () => {
      await runner().device.client.call("deleteVolume", { params: { name: "kept" }, query: {} });
    });

    it("allow_overwrite__every_block_of_the_range_changes_and_no_other", async () => {
      const { memvol } = await run(job, "--volume", "kept", "--allow-overwrite");
      assert.equal(memvol.volume?.temporary, false);
      const { stdout } = await runner().workspace.run(["volume", "read", "kept"]);
      assert(stdout.subarray(0, target.start).equals(content.subarray(0, target.start)));
      assert(stdout.subarray(target.end).equals(content.subarray(target.end)));
      for (let at = target.start; at < target.end; at += 4096) {
        const changed = !stdout.subarray(at, at + 4096).equals(content.subarray(at, at + 4096));
        assert(changed, `block at ${at}`);
      }
    });

    it("without_allow_overwrite__is_refused_and_nothing_changes", async () => {
      const file = runner().workspace.path("write.fio");
      await writeFile(file, job.join("\n"));
      const error = await runner().workspace.failing(["bench", "run", file, "--volume", "kept"]);
      assert.equal(error.code, "overwrite_not_allowed");
      assert.equal(error.exitStatus, 5);
      const { stdout } = await runner().workspace.run(["volume", "read", "kept"]);
      assert(stdout.equals(content));
    });

    it("read_job__needs_no_leave_and_changes_nothing", async () => {
      await run(["[j]", "rw=randread"], "--volume", "kept");
      const { stdout } = await runner().workspace.run(["volume", "read", "kept"]);
      assert(stdout.equals(content));
    });
  });

  it("temporary_volume__is_gone_after_the_run", async () => {
    const { memvol } = await run(["[j]", "rw=write", "size=1m"]);
    assert.equal(memvol.volume?.temporary, true);
    assert.deepEqual(await runner().device.client.call("listVolumes", {}), []);
    const { free_bytes, capacity_bytes } = await runner().device.client.call("showDevice", {});
    assert.equal(free_bytes, capacity_bytes);
  });
});
