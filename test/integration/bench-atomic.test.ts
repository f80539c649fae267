/** Load of atomic operations on a real device. */
import assert from "node:assert/strict";
import { runnerOnDevice } from "../support/job-runner.js";

describe("a job of atomic operations on a real device", () => {
  const runner = runnerOnDevice("--memory", "16MiB");
  const ON_VOLUME = ["--volume", "words", "--allow-overwrite"];
  before(async () => {
    const body = { name: "words", size_bytes: 65_536 };
    await runner().device.client.call("createVolume", { body });
  });

  async function word(offset: number): Promise<bigint> {
    const { stdout } = await runner().workspace.run(["volume", "read", "words"]);
    return stdout.readBigUInt64LE(offset);
  }

  it("fetch_add__the_word_counts_the_operations_of_all_clones", async () => {
    const lines = ["[j]", "rw=write", "bs=8", "size=8", "io_size=2400", "memvol_op=fetch_add"];
    const { jobs } = await runner().run([...lines, "numjobs=2", "iodepth=4"], ...ON_VOLUME);
    assert.deepEqual(
      jobs.map(({ write, memvol }) => [write.total_ios, memvol.atomic]),
      [
        [300, "fetch_add"],
        [300, "fetch_add"],
      ],
    );
    assert.equal(await word(0), 600n);
  });

  it("compare_swap__alone_finds_what_it_expects_each_time", async () => {
    const lines = ["[j]", "rw=write", "bs=8", "offset=64", "size=8", "io_size=800"];
    await runner().run([...lines, "memvol_op=compare_swap"], ...ON_VOLUME);
    assert.equal(await word(64), 100n);
  });

  it("device__has_counted_them_as_atomic_operations", async () => {
    const params = { name: "words" };
    const { traffic } = await runner().device.client.call("showStatistics", { params, query: {} });
    assert.equal(traffic.atomic.operations, 700);
  });

  it("volume_without_leave_to_overwrite__is_left_alone", async () => {
    const argv = await runner().argv(
      ["[j]", "rw=write", "bs=8", "size=8", "memvol_op=fetch_add"],
      "--volume",
      "words",
    );
    const { code } = await runner().workspace.failing(argv);
    assert.equal(code, "overwrite_not_allowed");
  });
});
