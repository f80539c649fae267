import assert from "node:assert/strict";
import type { Profile } from "../../../src/bench/job.js";
import { profileFromFlags } from "../../../src/bench/jobfile/flags.js";
import { sweepSchema } from "../../../src/bench/sweep/document.js";
import { sweepCsv, sweepHtml, sweepTable } from "../../../src/bench/sweep/reports.js";
import { type SweepOptions, sweep } from "../../../src/bench/sweep/sweep.js";
import { userError } from "../../support/errors.js";
import { nativeThread, sampleResult } from "../result/native-results.js";

const PROFILE = profileFromFlags({ rw: "randread", size: "1m" });
const AXES = { bs: ["4k", "64k"], iodepth: ["1", "2"] };

/** As many reads as the depth has it, of a latency that grows with the block. */
async function runAt({ jobs: [job] }: Profile) {
  assert.ok(job);
  const latencyNs = job.blockSizeBytes.read;
  return sampleResult([nativeThread(Array(10 * job.iodepth).fill(latencyNs))]);
}

function options(more: Partial<SweepOptions> = {}): SweepOptions {
  const signal = new AbortController().signal;
  return { profile: PROFILE, axes: AXES, run: runAt, say: () => undefined, signal, ...more };
}

describe("sweep", () => {
  it("sweep__runs_every_point_with_its_settings", async () => {
    const said: string[] = [];
    const { report, failure } = await sweep(options({ say: (text) => said.push(text) }));
    assert.deepEqual([report.status, failure], ["completed", null]);
    assert.deepEqual(sweepSchema.parse(JSON.parse(JSON.stringify(report))), report);
    const figures = report.points.map(({ settings, figures }) => [
      settings.bs,
      settings.iodepth,
      figures.iops,
    ]);
    assert.deepEqual(figures, [
      ["4k", "1", 5],
      ["4k", "2", 10],
      ["64k", "1", 5],
      ["64k", "2", 10],
    ]);
    assert.equal(said[1], "2 of 4: bs=4k iodepth=2: 10 IOPS, p99 4.20 µs");
  });

  it("sweep__a_bad_value_is_refused_before_anything_runs", async () => {
    const run = () => assert.fail("it ran");
    const bad = options({ axes: { iodepth: ["1", "none"] }, run });
    await assert.rejects(sweep(bad), userError("job_file_invalid", /--iodepth/));
  });

  it("sweep__stopped_keeps_the_points_until_then", async () => {
    const controller = new AbortController();
    let runs = 0;
    const run = (profile: Profile) => {
      if (++runs === 3) controller.abort();
      return runAt(profile);
    };
    const { report } = await sweep(options({ run, signal: controller.signal }));
    assert.deepEqual([report.status, report.points.length, runs], ["stopped", 2, 3]);
  });

  it("sweep__a_run_that_fails_ends_it_and_keeps_the_points_until_then", async () => {
    let runs = 0;
    const lost = new Error("the device is gone");
    const run = async (profile: Profile) => {
      if (++runs === 2) throw lost;
      return runAt(profile);
    };
    const { report, failure } = await sweep(options({ run }));
    assert.deepEqual([report.status, report.points.length, failure], ["failed", 1, lost]);
  });

  it("sweepCsv__has_raw_figures_by_setting", async () => {
    const { report } = await sweep(options());
    const [head, first] = sweepCsv(report).split("\n");
    assert.equal(
      head,
      "bs,iodepth,iops,bw,lat.mean,lat.p50,lat.p99,lat.p99.9,lat.max,errors,result",
    );
    assert.match(first ?? "", /^4k,1,5,20480,4196,4196,4196,4196,4196,0,/);
  });

  it("sweepTable__and_chart_have_every_point", async () => {
    const { report } = await sweep(options());
    assert.equal(sweepTable(report).body.length, 4);
    const html = sweepHtml(report, { script: "", style: "" });
    const data = /id="chart-data">(.*)<\/script>/.exec(html)?.[1] ?? "";
    const [chart] = JSON.parse(data);
    assert.deepEqual(chart.x, [5, 10]);
    const lines = chart.lines.map(({ label, course }: { label: string; course: number[] }) => [
      label,
      course,
    ]);
    assert.deepEqual(lines, [
      ["bs=4k", [0, 1]],
      ["bs=64k", [0, 1]],
    ]);
  });
});
