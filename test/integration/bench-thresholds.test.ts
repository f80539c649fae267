/** Thresholds of real runs: status, result, reports, and runs that end early. */
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { parseResult } from "../support/results.js";
import { Workspace } from "../support/workspace.js";

const SHORT = ["--rw", "randread", "--size", "1m", "--number-ios", "200"];
const LONG = ["--rw", "randread", "--size", "1m", "--time-based", "--runtime", "600"];

describe("thresholds of memvol bench", function () {
  // Each is several runs, on a machine that may have other things to do.
  this.timeout(60_000);

  let workspace: Workspace;
  before(async () => {
    workspace = await Workspace.make();
  });
  after(() => workspace.remove());

  async function run(...argv: string[]) {
    const { stdout, stderr, exitStatus } = await workspace.run(["bench", "run", ...argv]);
    return { stdout: stdout.toString(), stderr, exitStatus };
  }

  it("run__that_keeps_them_ends_with_0", async () => {
    const { stdout, stderr, exitStatus } = await run(
      ...[...SHORT, "--threshold", "errors==0", "--threshold", "read.lat.p50<10s"],
    );
    assert.equal(exitStatus, 0, stderr);
    assert.match(stdout, /errors==0 +0 +kept/);
  });

  it("run__that_misses_one_ends_with_12_and_stdout_has_the_result", async () => {
    const { stdout, stderr, exitStatus } = await run(
      ...[...SHORT, "--threshold", "ios>1M", "--threshold", "errors==0", "--json"],
    );
    assert.equal(exitStatus, 12);
    assert.match(stderr, /A threshold was not kept: ios>1M\n/);
    const { status, thresholds } = parseResult(JSON.parse(stdout)).memvol;
    assert.equal(status, "completed");
    assert.deepEqual(
      thresholds.map(({ value, passed }) => [value, passed]),
      [
        [200, false],
        [0, true],
      ],
    );
  });

  it("run__the_profile_may_follow_the_flag", async () => {
    const file = workspace.path("short.fio");
    await writeFile(file, "[short]\nrw=randread\nsize=1m\nnumber_ios=50\n");
    const { stdout, stderr, exitStatus } = await run("--threshold", "ios==50", file, "--json");
    assert.equal(exitStatus, 0, stderr);
    assert.equal(parseResult(JSON.parse(stdout)).memvol.thresholds.length, 1);
  });

  it("run__its_junit_has_the_missed_threshold", async () => {
    const { stdout, exitStatus } = await run(
      ...[...SHORT, "--threshold", "ios>1M", "--format", "junit"],
    );
    assert.equal(exitStatus, 12);
    assert.match(stdout, /<testsuites tests="3" failures="1" errors="0">/);
  });

  it("run__abort_early_ends_it_and_the_result_says_why", async () => {
    const { stdout, exitStatus } = await run(
      ...[...LONG, "--threshold", "service.max<1ns", "--abort-early", "--json"],
    );
    assert.equal(exitStatus, 12);
    const { status, error, thresholds } = parseResult(JSON.parse(stdout)).memvol;
    assert.equal(status, "stopped");
    assert.equal(error?.code, "threshold_failed");
    assert.equal(thresholds[0]?.passed, false);
  });

  it("run__a_threshold_that_it_cannot_keep_or_miss_is_refused_before_it_starts", async () => {
    const argv = ["bench", "run", ...LONG, "--threshold", "write.iops>1"];
    const { code, exitStatus, message } = await workspace.failing(argv);
    assert.deepEqual([code, exitStatus], ["threshold_invalid", 2]);
    assert.match(message, /no job writes/);
    const unknown = await workspace.failing(["bench", "run", ...LONG, "--threshold", "iopps>1"]);
    assert.equal(unknown.code, "threshold_invalid");
    assert.match(unknown.message, /^--threshold: threshold 'iopps>1': 'iopps' is not a metric$/);
    assert.match(unknown.next_steps[0] ?? "", /'iops'/);
  });

  it("run__abort_early_alone_is_refused", async () => {
    const { code } = await workspace.failing(["bench", "run", ...LONG, "--abort-early"]);
    assert.equal(code, "usage");
  });

  it("report__judges_a_stored_result", async () => {
    const file = workspace.path("stored.json");
    assert.equal((await run(...SHORT, "--output", file)).exitStatus, 0);
    const report = (...argv: string[]) => workspace.run(["bench", "report", file, ...argv]);
    assert.equal((await report("--threshold", "ios==200")).exitStatus, 0);
    const missed = await report("--threshold", "ios<200");
    assert.equal(missed.exitStatus, 12);
    assert.match(missed.stdout.toString(), /ios<200 +200 +missed/);
  });
});
