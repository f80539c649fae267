/** Comparing real runs: stored ones, and sides that run in turn. */
import assert from "node:assert/strict";
import type { ComparisonReport } from "../../src/bench/compare/comparison.js";
import { type ServedDevice, Workspace } from "../support/workspace.js";

describe("memvol bench compare", function () {
  // Each is several runs, on a machine that may have other things to do.
  this.timeout(60_000);

  let workspace: Workspace;
  let device: ServedDevice;
  before(async () => {
    workspace = await Workspace.make();
    device = await workspace.serve("--memory", "64MiB");
  });
  after(() => workspace.remove());

  async function compare(...argv: string[]) {
    const outcome = await workspace.run(["bench", "compare", ...argv]);
    return { ...outcome, stdout: outcome.stdout.toString() };
  }

  const side = (more = "") =>
    `-- --rw randread --size 1m --runtime 200ms --time-based --device ${device.socket} ${more}`;

  it("run__a_fraction_of_the_rate_is_a_regression_with_status_13", async () => {
    const argv = ["--run", side(), side("--rate-iops 10"), "--rounds", "5", "--json"];
    const { stdout, stderr, exitStatus } = await compare(...argv);
    assert.equal(exitStatus, 13, stderr);
    assert.match(stderr, /^round 5 of 5: /m);
    assert.match(stderr, /Worse than .*read\.iops -\d+\.\d %/);
    const report: ComparisonReport = JSON.parse(stdout);
    assert.deepEqual([report.regressed, report.samples], [true, "rounds"]);
    assert.equal(report.baseline.results.length, 5);
    assert.equal((await workspace.savedResults()).length, 10);
    assert.deepEqual(await device.client.call("listVolumes", {}), []);
  });

  it("stored__one_result_against_itself_is_the_same", async () => {
    const file = workspace.path("one.json");
    const load = ["--rw", "randread", "--size", "1m", "--runtime", "2", "--time-based"];
    const run = ["bench", "run", ...load, "--device", device.socket, "--output", file];
    assert.equal((await workspace.run(run)).exitStatus, 0);
    const { stdout, stderr, exitStatus } = await compare(file, file);
    assert.deepEqual([exitStatus, stderr], [0, ""]);
    assert.match(stdout, /: no regression\n/);
    assert.match(stdout, /read\.iops .*\+0\.0 % .*same$/m);
  });

  it("bad_input__is_one_clear_error", async () => {
    const missing = await workspace.failing(["bench", "compare", "none.json", "other.json"]);
    assert.deepEqual([missing.code, missing.exitStatus], ["file_unreadable", 9]);
    const three = ["bench", "compare", "--run", side(), side(), side()];
    assert.match((await workspace.failing(three)).message, /compares two sides, and 3/);
    const rounds = await workspace.failing(["bench", "compare", "a", "b", "--rounds", "3"]);
    assert.equal(rounds.code, "usage");
  });
});
