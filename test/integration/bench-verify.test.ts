/** Verification of what a job wrote: end to end, on a real device. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { runnerOnDevice } from "../support/job-runner.js";

const VOLUME_BYTES = 2 ** 20;
const WRITES = ["rw=randwrite", "bsrange=4k-16k", "iodepth=16", "norandommap", "size=1m"];

describe("verification on a real device", () => {
  const runner = runnerOnDevice("--memory", "16MiB");
  beforeEach(async () => {
    const body = { name: "v", size_bytes: VOLUME_BYTES };
    await runner().device.client.call("createVolume", { body });
  });
  afterEach(async () => {
    await runner().device.client.call("deleteVolume", { params: { name: "v" }, query: {} });
  });

  const ON_VOLUME = ["--volume", "v", "--allow-overwrite"];
  const argvOf = (lines: string[]) => runner().argv(["[j]", ...lines], ...ON_VOLUME);
  const run = (lines: string[]) => runner().run(["[j]", ...lines], ...ON_VOLUME);

  /** Overwrites a part of the volume with what stands at another place of it. */
  async function copy(from: number, to: number, length: number): Promise<void> {
    const { stdout } = await runner().workspace.run(["volume", "read", "v"]);
    const input = stdout.subarray(from, from + length);
    const argv = ["volume", "write", "v", "--offset", String(to)];
    assert.equal((await runner().workspace.run(argv, { input })).exitStatus, 0);
  }

  for (const method of ["crc32c", "xxhash", "md5", "sha256"]) {
    it(`${method}__finds_all_as_it_was_written`, async () => {
      const { jobs } = await run([...WRITES, `verify=${method}`, "verify_backlog=20"]);
      const verify = jobs[0]?.memvol.verify ?? assert.fail();
      assert.equal(verify.errors, 0);
      assert(verify.total_ios > 20);
      assert.equal(jobs[0]?.read.total_ios, 0);
    });
  }

  it("verify_only__finds_a_block_of_another_place_and_dumps_it", async () => {
    const lines = ["rw=write", "bs=4k", "size=1m", "verify=crc32c", "randseed=5"];
    await run(lines);
    const sound = await run([...lines, "verify_only"]);
    assert.equal(sound.jobs[0]?.memvol.verify?.total_ios, 256);
    assert.equal(sound.jobs[0]?.write.total_ios, 0);
    await copy(8192, 40_960, 4096);
    const argv = await argvOf([...lines, "verify_only", "verify_dump=1"]);
    const { exitStatus, stdout, stderr } = await runner().workspace.run(argv, {
      cwd: runner().workspace.path(),
    });
    assert.equal(exitStatus, 8);
    assert.match(stderr, /are not what was written/);
    assert.match(stdout.toString(), /at offset 40960: it holds the block of offset 8192/);
    const received = await readFile(runner().workspace.path("j.40960.received"));
    const expected = await readFile(runner().workspace.path("j.40960.expected"));
    assert.equal(received.length, 4096);
    assert(!received.equals(expected));
  });

  it("read_job__finds_a_torn_block_and_goes_on_where_it_is_told_to", async () => {
    const lines = ["bs=8k", "size=1m", "verify=xxhash"];
    await run(["rw=write", ...lines, "do_verify=0"]);
    await copy(0, 65_536 + 4096, 4096);
    const { jobs } = await run(["rw=randread", ...lines, "continue_on_error=verify"]);
    const verify = jobs[0]?.memvol.verify ?? assert.fail();
    assert.deepEqual([verify.total_ios, verify.errors], [128, 1]);
    assert.deepEqual(verify.findings, ["at offset 65536: the checksum does not match the data"]);
    assert.equal(jobs[0]?.error, 0);
  });

  it("buffer_pattern__is_what_the_volume_holds", async () => {
    await run(["rw=write", "bs=4k", "size=1m", 'buffer_pattern="abc"']);
    const { stdout } = await runner().workspace.run(["volume", "read", "v", "--length", "6"]);
    assert.equal(stdout.toString(), "abcabc");
  });
});
