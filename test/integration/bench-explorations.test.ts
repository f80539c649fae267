/** Sweeps and searches on real devices, also those that are interrupted. */
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { SearchReport } from "../../src/bench/search/document.js";
import type { SweepReport } from "../../src/bench/sweep/document.js";
import { until } from "../support/until.js";
import { type ServedDevice, Workspace } from "../support/workspace.js";

const READS = ["--rw", "randread", "--size", "1m"];

describe("sweeps and searches", function () {
  // Each is several runs, on a machine that may have other things to do.
  this.timeout(60_000);

  let workspace: Workspace;
  let device: ServedDevice;
  before(async () => {
    workspace = await Workspace.make();
    device = await workspace.serve("--memory", "64MiB");
  });
  after(() => workspace.remove());

  const on = () => ["--device", device.socket];

  it("sweep__runs_every_combination_against_the_device", async () => {
    const file = workspace.path("sweep.json");
    const axes = ["--bs", "4k,16k", "--iodepth", "1..4", "--number-ios", "50"];
    const argv = ["bench", "sweep", ...READS, ...axes, ...on(), "--output", file];
    const report = (await workspace.json(argv)) as SweepReport;
    assert.deepEqual([report.status, report.points.length], ["completed", 6]);
    assert.deepEqual(report.axes, { bs: ["4k", "16k"], iodepth: ["1", "2", "4"] });
    for (const { figures } of report.points) {
      assert((figures.iops ?? 0) > 0 && (figures["lat.p99"] ?? 0) > 0);
      assert.equal(figures.errors, 0);
    }
    assert.deepEqual(JSON.parse(await readFile(file, "utf8")), report);
    assert.equal((await workspace.savedResults()).length, 6);
  });

  it("report__shows_a_stored_sweep_again_in_the_forms_that_it_has", async () => {
    const file = workspace.path("again.json");
    const argv = ["bench", "sweep", ...READS, "--number-ios", "50", "--iodepth", "1,2", ...on()];
    const swept = await workspace.run([...argv, "--output", file]);
    const report = (...more: string[]) => ["bench", "report", file, ...more];
    const { stdout } = await workspace.run(report());
    assert.equal(stdout.toString(), swept.stdout.toString());
    const page = await workspace.run(report("--format", "html"));
    assert.match(page.stdout.toString(), /^<!doctype html>[\s\S]*lat\.p99 \(response time\)/);
    assert.deepEqual(await workspace.json(report()), JSON.parse(await readFile(file, "utf8")));
    const junit = await workspace.run(report("--format", "junit"));
    assert.equal(junit.exitStatus, 2);
    assert.match(junit.stderr, /a sweep is not shown as junit/);
    assert.equal((await workspace.failing(report("--threshold", "iops>1"))).code, "usage");
  });

  it("sweep__csv_has_a_line_for_each_point", async () => {
    const argv = ["bench", "sweep", ...READS, "--number-ios", "50", "--iodepth", "1,2", ...on()];
    const { stdout, stderr, exitStatus } = await workspace.run([...argv, "--format", "csv"]);
    assert.equal(exitStatus, 0, stderr);
    assert.equal(stdout.toString().trim().split("\n").length, 3);
    assert.match(stderr, /^2 of 2: iodepth=2: /m);
  });

  it("sweep__interrupted_ends_with_130_and_what_was_measured_is_saved", async () => {
    const bounds = ["--runtime", "1", "--time-based", "--iodepth", "1..64"];
    const sweep = workspace.start(["bench", "sweep", ...READS, ...bounds, ...on()]);
    let said = "";
    sweep.child.stderr?.on("data", (piece: Buffer) => {
      said += piece.toString();
    });
    await until("the first point", () => said.includes("1 of 7"));
    sweep.child.kill("SIGINT");
    const { stdout, exitStatus } = await sweep.outcome;
    assert.equal(exitStatus, 130);
    assert.match(stdout.toString(), /partial: the sweep was stopped/);
    const path = /saved in (\S+\.json)/.exec(said)?.[1] ?? "";
    const report: SweepReport = JSON.parse(await readFile(path, "utf8"));
    assert.deepEqual([report.status, report.points.length], ["stopped", 1]);
  });

  it("sweep__bad_input_is_one_clear_error_before_any_run", async () => {
    const before = (await workspace.savedResults()).length;
    const failing = (...argv: string[]) => workspace.failing(["bench", "sweep", ...argv, ...on()]);
    assert.match((await failing(...READS)).message, /nothing to sweep/);
    assert.match((await failing(...READS, "--iodepth", "8..1")).message, /no range/);
    assert.match((await failing(...READS, "--iodepth", "1,x")).message, /--iodepth/);
    assert.equal((await workspace.savedResults()).length, before);
  });

  it("search__finds_a_rate_and_tries_none_above_the_highest_allowed", async () => {
    const limits = ["--target", "errors==0", "--max-rate", "40", "--start-rate", "20"];
    const argv = ["bench", "search", ...READS, ...limits, "--runtime", "300ms", ...on()];
    const report = (await workspace.json(argv)) as SearchReport;
    assert(report.rate !== null && report.rate <= 40, String(report.rate));
    for (const { rate } of report.probes) assert(rate <= 40, String(rate));
    // What it found it has confirmed, however busy the machine is.
    const confirming = report.probes.filter(({ purpose }) => purpose === "confirm");
    assert.deepEqual(
      confirming.slice(-2).map(({ rate, kept }) => [rate, kept]),
      [
        [report.rate, true],
        [report.rate, true],
      ],
    );
    const saved = await readdir(join(workspace.path("state"), "memvol", "searches"));
    assert.deepEqual(saved, [`${report.id}.json`]);
  });

  it("search__no_rate_that_keeps_the_target_is_status_12", async () => {
    const limits = ["--target", "read.lat.p50<1ns", "--start-rate", "20"];
    const argv = ["bench", "search", ...READS, ...limits, "--runtime", "200ms", ...on()];
    const { stdout, stderr, exitStatus } = await workspace.run(argv);
    assert.equal(exitStatus, 12, stderr);
    assert.match(stdout.toString(), /^No rate keeps read\.lat\.p50<1ns\.$/m);
    assert.match(stderr, /missed: read\.lat\.p50<1ns/);
  });

  it("search__needs_a_target_that_the_job_can_miss", async () => {
    const none = await workspace.failing(["bench", "search", ...READS]);
    assert.equal(none.code, "usage");
    const argv = ["bench", "search", ...READS, "--target", "write.iops>1", ...on()];
    assert.equal((await workspace.failing(argv)).code, "threshold_invalid");
  });
});
