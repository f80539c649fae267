import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { profileFromFlags } from "../../../src/bench/jobfile/flags.js";
import { parseJobFile } from "../../../src/bench/jobfile/parse.js";
import { overrideOptions } from "../../../src/bench/overrides.js";
import { directionsOf } from "../../../src/bench/pattern.js";
import { requiredVolumeBytes, resolveJob } from "../../../src/bench/plan.js";
import { makeTestDirectory } from "../../support/directory.js";
import { userError } from "../../support/errors.js";
import { surroundings } from "../jobfile/surroundings.js";

const FILES = {
  "a.log": "fio version 3 iolog\n0 f read 512 512\n7 f trim 4096 12288\n9 f sync 0 0\n",
  "b.log": "fio version 3 iolog\n0 f write 0 1000\n",
  "a:b.log": "fio version 3 iolog\n0 f write 0 4096\n",
};

function profileOf(...lines: string[]) {
  return parseJobFile(["[j]", ...lines].join("\n"), "j.fio", surroundings(FILES));
}

function jobOf(...lines: string[]) {
  return profileOf(...lines).jobs[0] ?? assert.fail();
}

describe("read_iolog", () => {
  it("log__stands_in_the_place_of_pattern_and_size", () => {
    const job = jobOf("rw=randwrite", "bs=64k", "read_iolog=a.log");
    assert.deepEqual(directionsOf(job), { read: true, write: false, trim: true });
    assert.equal(requiredVolumeBytes([job]), 16_384);
    const { pattern, sizeBytes, ioSizeBytes, numberIos, replayTimed } = resolveJob(job, 2 ** 20);
    assert.deepEqual(pattern.replayed, { read: true, write: false, trim: true });
    assert.deepEqual(
      [pattern.blockSizes.read.maxBytes, pattern.blockSizes.trim.maxBytes],
      [512, 12_288],
    );
    assert.deepEqual([sizeBytes, ioSizeBytes, numberIos, replayTimed], [16_384, 0, 0, true]);
    assert.deepEqual([...(job.replay?.logs[0] ?? [])], [0, 512, 512, 0, 2, 4096, 12_288, 7000]);
  });

  it("several_logs__are_those_of_the_clones_in_turn", () => {
    const job = jobOf("read_iolog=a.log:b.log", "numjobs=2");
    assert.equal(job.replay?.logs.length, 2);
    assert.deepEqual(directionsOf(job), { read: true, write: true, trim: true });
    assert.equal(jobOf("read_iolog=a\\:b.log").replay?.logs.length, 1);
  });

  it("times__may_be_scaled_or_left_out", () => {
    const fast = jobOf("read_iolog=a.log", "replay_time_scale=700", "replay_no_stall=1");
    assert.equal(fast.replay?.logs[0]?.[7], 1000);
    assert.equal(fast.replay?.timed, false);
  });

  it("syncs__are_left_out_and_said_so", () => {
    const { warnings } = profileOf("read_iolog=a.log");
    assert.deepEqual(warnings, ["j.fio:1: job 'j': 1 syncs of the log are left out"]);
  });

  it("global_section__is_read_for_each_job", () => {
    const text = "[global]\nread_iolog=b.log\n[x]\n[y]\nread_iolog=a.log\n";
    const { jobs } = parseJobFile(text, "j.fio", surroundings(FILES));
    assert.deepEqual(
      jobs.map((job) => directionsOf(job).write),
      [true, false],
    );
  });

  it("log_that_cannot_be_read__is_said_so", () => {
    assert.throws(
      () => profileOf("read_iolog=none.log"),
      userError("file_unreadable", /j\.fio:1: job 'j': the log 'none\.log' cannot be read/),
    );
  });

  const clashes = [
    "loops=2",
    "number_ios=5",
    "io_size=1m",
    "rate_iops=10",
    "time_based\nruntime=1",
  ];
  for (const line of clashes) {
    it(`does_not_go_with__${line.split("\n")[0]}`, () => {
      assert.throws(
        () => profileOf("read_iolog=a.log", line),
        userError("job_file_invalid", /replays a log, which does not go with/),
      );
    });
  }

  it("flags_and_overrides__read_the_log_too", async () => {
    const directory = await makeTestDirectory();
    try {
      const [one, other] = [join(directory.path, "1.log"), join(directory.path, "2.log")];
      await writeFile(one, FILES["b.log"]);
      await writeFile(other, FILES["a.log"]);
      const profile = profileFromFlags({ read_iolog: one });
      assert.equal(requiredVolumeBytes(profile.jobs), 1000);
      const [job] = overrideOptions(profile, { read_iolog: other, replay_no_stall: "1" }).jobs;
      assert(job !== undefined && job.replay?.timed === false);
      assert.deepEqual(directionsOf(job), { read: true, write: false, trim: true });
      assert.equal(requiredVolumeBytes([job]), 16_384);
      assert.throws(() => overrideOptions(profile, { loops: "2" }), userError("job_file_invalid"));
    } finally {
      await directory.remove();
    }
  });

  it("size_below_what_the_log_reaches__is_refused", () => {
    assert.equal(resolveJob(jobOf("read_iolog=a.log", "size=1m"), 2 ** 20).sizeBytes, 2 ** 20);
    assert.throws(
      () => profileOf("read_iolog=a.log", "size=8k"),
      userError("job_file_invalid", /below the 16384 bytes that its log reaches/),
    );
  });
});
