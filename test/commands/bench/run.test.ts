import assert from "node:assert/strict";
import { jobFlags, profileOf } from "../../../src/cli/job-flags.js";
import BenchRun from "../../../src/commands/bench/run.js";
import { userError } from "../../support/errors.js";

describe("flags of bench run", () => {
  it("observation__has_flags_without_memvol_s_mark", () => {
    const { flags } = BenchRun;
    for (const name of ["observe", "observe-when", "observe-batch", "wait-observed"]) {
      assert.ok(Object.hasOwn(flags, name), name);
    }
    assert.equal(jobFlags["wait-observed"]?.type, "boolean");
  });

  it("observation__of_flags_is_that_of_the_job", async () => {
    const given = { rw: "write", observe: "message", "observe-batch": "8", "wait-observed": true };
    const { jobs } = await profileOf(undefined, given);
    assert.deepEqual(jobs[0]?.observation, { mode: "message", batch: 8, wait: true });
    const options = { memvol_observe: "message", memvol_observe_batch: "8" };
    assert.deepEqual(jobs[0]?.options, { rw: "write", ...options, memvol_wait_observed: "1" });
  });

  it("observation__flags_that_do_not_go_together_are_refused", async () => {
    const refused = userError("job_file_invalid", /waits to be observed, but in mode none/);
    await assert.rejects(profileOf(undefined, { observe: "none", "wait-observed": true }), refused);
  });

  it("observation__flags_do_not_go_with_a_job_file", async () => {
    const refused = userError("usage", /--observe-when does not go with a job file/);
    await assert.rejects(profileOf("any.fio", { "observe-when": "both" }), refused);
  });
});
