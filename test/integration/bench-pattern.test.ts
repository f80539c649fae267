/** Which operations a job does, and where: end to end. */
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { runnerOnDevice } from "../support/job-runner.js";

describe("the pattern of a job on a real device", () => {
  const runner = runnerOnDevice("--memory", "64MiB");
  const run = (lines: string[], ...flags: string[]) => runner().run(lines, ...flags);

  it("job_file_that_includes_another_and_calculates__is_taken", async () => {
    await writeFile(runner().workspace.path("range.inc"), "size=(4*16k)\n");
    const { jobs, memvol } = await run(["[j]", "rw=read", "include range.inc", "bs=(2^13)"]);
    assert.equal(jobs[0]?.read.total_ios, 8);
    assert.equal(jobs[0]?.["job options"].size, "(4*16k)");
    assert.match(memvol.profile.text, /size=\(4\*16k\)/);
  });

  it("trimwrite__trims_and_writes_each_block_once_and_both_are_reported", async () => {
    const { jobs } = await run(["[j]", "rw=randtrimwrite", "bs=8k", "size=1m", "iodepth=4"]);
    const [row] = jobs;
    assert.equal(row?.trim.total_ios, 128);
    assert.equal(row?.write.io_bytes, 2 ** 20);
    assert.equal(row?.read.total_ios, 0);
    assert.deepEqual(row?.memvol.block_size_bytes.trim, 8192);
  });

  it("bssplit__the_bytes_of_a_run_have_its_mean", async () => {
    const lines = ["[j]", "rw=randread", "bssplit=4k/50:12k/50", "size=32m", "number_ios=4000"];
    const { jobs } = await run([...lines, "iodepth=8", "norandommap"]);
    const mean = (jobs[0]?.read.io_bytes ?? 0) / 4000;
    // Six standard deviations of the mean.
    assert(Math.abs(mean - 8192) < (6 * 4096) / Math.sqrt(4000), `${mean} bytes`);
    assert.equal(jobs[0]?.memvol.block_size_bytes_max.read, 12_288);
  });

  it("randseed__repeats_a_run_operation_for_operation", async () => {
    const volume = ["--volume", "seeded", "--allow-overwrite"];
    const body = { name: "seeded", size_bytes: 2 ** 20 };
    await runner().device.client.call("createVolume", { body });
    const written: Buffer[] = [];
    for (const seed of [7, 7, 8]) {
      const zeros = ["[zeros]", "rw=trim", "bs=64k", "size=1m"];
      const lines = ["[j]", "stonewall", "rw=randwrite", "number_ios=100", "size=1m"];
      const random = [`randseed=${seed}`, "bsrange=512-8k", "random_distribution=zipf:1.2"];
      await run([...zeros, ...lines, ...random], ...volume);
      written.push((await runner().workspace.run(["volume", "read", "seeded"])).stdout);
    }
    await runner().device.client.call("deleteVolume", { params: { name: "seeded" }, query: {} });
    const [first = assert.fail(), again = assert.fail(), other = assert.fail()] = written;
    assert(first.equals(again), "the same seed");
    assert(!first.equals(other), "another seed");
    assert(first.some((byte) => byte !== 0) && first.includes(Buffer.alloc(4096)));
  });

  it("offset_increment__clones_share_a_volume_without_touching_each_other", async () => {
    const lines = ["[j]", "rw=write", "size=64k", "offset_increment=64k", "numjobs=4"];
    const { jobs, memvol } = await run(lines);
    assert.equal(jobs.length, 4);
    assert.equal(memvol.volume?.size_bytes, 4 * 65_536);
  });
});
