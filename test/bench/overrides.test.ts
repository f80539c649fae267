import assert from "node:assert/strict";
import { parseJobFile } from "../../src/bench/jobfile/parse.js";
import { overrideOptions } from "../../src/bench/overrides.js";
import { parseSide } from "../../src/cli/bench-side.js";
import { userError } from "../support/errors.js";

const TEXT = "[global]\nbs=4k\nsize=1m\n[a]\niodepth=2\n[b]\nbs=8k\n";

describe("overrideOptions", () => {
  const profile = parseJobFile(TEXT, "two.fio");

  it("overrideOptions__hold_for_all_jobs_whatever_these_say", () => {
    const { jobs } = overrideOptions(profile, { bs: "64KiB", iodepth: "5" });
    const set = jobs.map(({ blockSizeBytes, iodepth }) => [blockSizeBytes.read, iodepth]);
    assert.deepEqual(set, [
      [65536, 5],
      [65536, 5],
    ]);
    assert.deepEqual(jobs[1]?.options, { bs: "64KiB", iodepth: "5" });
    assert.equal(profile.jobs[0]?.iodepth, 2);
  });

  it("overrideOptions__the_text_stays_a_job_file_and_says_so", () => {
    const { text } = overrideOptions(profile, { iodepth: "5" });
    assert.match(text, /^; and for all jobs: --iodepth=5$/m);
    assert.equal(parseJobFile(text, "two.fio").jobs.length, 2);
  });

  it("overrideOptions__a_bad_value_names_the_flag", () => {
    const refused = userError("job_file_invalid", /--iodepth/);
    assert.throws(() => overrideOptions(profile, { iodepth: "none" }), refused);
  });

  it("overrideOptions__nothing_changes_nothing", () => {
    assert.equal(overrideOptions(profile, {}), profile);
  });
});

describe("parseSide", () => {
  it("parseSide__flags_alone_describe_a_job", async () => {
    const { name, profile } = await parseSide(" -- --rw randread --size 1m --name 'a b'");
    assert.equal(name, "-- --rw randread --size 1m --name 'a b'");
    assert.deepEqual([profile.jobs[0]?.rw, profile.jobs[0]?.name], ["randread", "a b"]);
  });

  it("parseSide__a_profile_has_its_flags_in_all_jobs", async () => {
    const { profile, target } = await parseSide(
      "bench-profiles/stages.fio -- --iodepth 3 --allow-overwrite",
    );
    assert.deepEqual(
      profile.jobs.map(({ iodepth }) => iodepth),
      [3, 3],
    );
    assert.equal(target.allowOverwrite, true);
  });

  it("parseSide__refuses_what_is_no_side", async () => {
    await assert.rejects(parseSide("a.fio b.fio"), userError("usage", /more than one profile/));
    await assert.rejects(parseSide("a.fio -- --nope"), userError("usage", /'a\.fio.*--nope/));
    await assert.rejects(parseSide("--"), userError("usage", /nothing to run/));
  });
});
