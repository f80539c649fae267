import assert from "node:assert/strict";
import { profileFromFlags } from "../../../src/bench/jobfile/flags.js";
import { refusalOf } from "./refusal.js";

describe("profileFromFlags", () => {
  it("profileFromFlags__one_job_named_job", () => {
    const profile = profileFromFlags({
      readwrite: "randrw",
      bs: "4KiB",
      time_based: "1",
      runtime: "2",
    });
    const [job] = profile.jobs;
    assert.equal(profile.name, "flags");
    assert.equal(profile.jobs.length, 1);
    assert.equal(job?.name, "job");
    assert.equal(job?.rw, "randrw");
    assert.equal(job?.timeBased, true);
    assert.deepEqual(job?.options, { rw: "randrw", bs: "4KiB", time_based: "1", runtime: "2" });
    assert.deepEqual(profile.globalOptions, {});
  });

  it("profileFromFlags__sizes_are_powers_of_1024_without_warning", () => {
    const { jobs, warnings } = profileFromFlags({ bs: "4KiB", size: "1GiB" });
    assert.equal(jobs[0]?.blockSizeBytes.read, 4096);
    assert.deepEqual(jobs[0]?.size, { bytes: 2 ** 30 });
    assert.deepEqual(warnings, []);
  });

  it("profileFromFlags__name_is_taken", () => {
    assert.equal(profileFromFlags({ name: "mine" }).jobs[0]?.name, "mine");
  });

  it("profileFromFlags__bad_value_names_the_flag", () => {
    const error = refusalOf(() => profileFromFlags({ iodepth: "many" }));
    assert.equal(error.code, "job_file_invalid");
    assert.equal(error.message, "--iodepth: 'many' is not a whole number from 1 to 4096");
  });

  it("profileFromFlags__bad_value_of_memvol's_own_option_names_the_flag", () => {
    const error = refusalOf(() => profileFromFlags({ memvol_observe_batch: "65" }));
    assert.equal(error.message, "--observe-batch: '65' is not a whole number from 1 to 64");
    assert.match(error.nextSteps[0] ?? "", /^--observe-batch takes /);
  });

  it("profileFromFlags__text_has_the_flags_as_typed", () => {
    const { text } = profileFromFlags({ number_ios: "9", memvol_observe: "scratch" });
    assert.equal(text, "--number-ios=9 --observe=scratch");
  });

  it("profileFromFlags__unknown_option_names_the_flag", () => {
    const error = refusalOf(() => profileFromFlags({ iodept: "1" }));
    assert.equal(error.message, "--iodept is not an option of a job");
    assert.equal(error.nextSteps[0], "Did you mean 'iodepth'?");
  });

  it("profileFromFlags__time_based_without_runtime", () => {
    const error = refusalOf(() => profileFromFlags({ time_based: "1" }));
    assert.match(error.message, /^job 'job' is time_based but has no runtime$/);
  });

  it("profileFromFlags__option_without_effect_warns", () => {
    assert.deepEqual(profileFromFlags({ direct: "1" }).warnings, [
      "--direct has no effect: memvol has no page cache",
    ]);
  });
});
