import assert from "node:assert/strict";
import { regressionFound } from "../../../src/bench/compare/report.js";
import { compareStored } from "../../../src/bench/compare/stored.js";
import type { Job } from "../../../src/bench/job.js";
import { buildResult } from "../../../src/bench/result/build.js";
import type { RunResult } from "../../../src/bench/result/result.js";
import { comparisonText } from "../../../src/output/comparison.js";
import { userError } from "../../support/errors.js";
import {
  nativeInterval,
  nativeThread,
  sampleInput,
  sampleJob,
  sampleStage,
} from "../result/native-results.js";

const OPTIONS = { tolerancePercent: 5, allowDifferentJobs: false };

/** A run of a job that did so many reads in each second. */
function runOf(reads: number[], job: Partial<Job> = {}): RunResult {
  const intervals = reads.map((count, second) => nativeInterval((second + 1) * 1e9, count));
  const result = { threads: [nativeThread([1000])], intervals };
  return buildResult(sampleInput([sampleStage([{ job: sampleJob(job), result }])]));
}

/** About so many, a few up and down. */
function around(center: number, spread = 2): number[] {
  return Array.from(
    { length: 20 },
    (_, second) => center + ((second * 7) % (2 * spread + 1)) - spread,
  );
}

function compare(before: RunResult, after: RunResult, options = OPTIONS) {
  return compareStored({ name: "a", result: before }, { name: "b", result: after }, options);
}

function verdicts(before: number[], after: number[]) {
  const { changes, regressed } = compare(runOf(before), runOf(after));
  const iops = changes.find(({ metric }) => metric === "read.iops");
  assert.ok(iops);
  return { verdict: iops.verdict, change: iops.change_percent, regressed };
}

describe("compareStored", () => {
  it("compareStored__the_same_is_the_same", () => {
    const { verdict, change, regressed } = verdicts(around(100), around(100));
    assert.deepEqual([verdict, change, regressed], ["same", 0, false]);
  });

  it("compareStored__a_clear_loss_is_a_regression_and_a_clear_gain_is_none", () => {
    const loss = verdicts(around(100), around(80));
    assert.deepEqual([loss.verdict, loss.regressed], ["worse", true]);
    assert(Math.abs(loss.change + 20) < 1);
    const gain = verdicts(around(100), around(125));
    assert.deepEqual([gain.verdict, gain.regressed], ["better", false]);
  });

  it("compareStored__a_sure_loss_within_the_tolerance_is_no_regression", () => {
    assert.equal(verdicts(around(1000), around(970)).verdict, "same");
  });

  it("compareStored__a_large_change_that_chance_may_have_made_is_unclear", () => {
    const before = [20, 190, 70, 150, 90, 10, 180, 60, 130, 100];
    const after = before.map((reads) => Math.round(reads * 0.85)).reverse();
    const { verdict, regressed } = verdicts(before, after);
    assert.deepEqual([verdict, regressed], ["unclear", false]);
  });

  it("compareStored__few_seconds_have_no_interval_and_no_regression", () => {
    const { changes, regressed } = compare(runOf([100, 100]), runOf([10, 10]));
    assert.equal(regressed, false);
    assert.deepEqual([changes[0]?.interval_percent, changes[0]?.verdict], [null, "unclear"]);
  });

  it("compareStored__a_higher_latency_is_worse", () => {
    const slower = runOf(around(100));
    for (const { read } of slower.memvol.series[0]?.samples ?? []) {
      read.percentile = { ...read.percentile, "99.000000": 990 };
    }
    const { changes } = compare(runOf(around(100)), slower);
    const worse = changes.filter(({ verdict }) => verdict === "worse");
    assert.deepEqual(
      worse.map(({ metric }) => metric),
      ["read.service.p99"],
    );
  });

  it("compareStored__refuses_different_jobs_and_says_what_differs", () => {
    const deeper = runOf(around(100), { iodepth: 8, options: { rw: "randread", iodepth: "8" } });
    const refused = userError("jobs_differ", /'a' and 'b'.*job 'job': iodepth is not given and 8/);
    assert.throws(() => compare(runOf(around(100)), deeper), refused);
    const { notes } = compare(runOf(around(100)), deeper, { ...OPTIONS, allowDifferentJobs: true });
    assert.match(notes.join("\n"), /iodepth is 1 and 8/);
  });

  it("compareStored__a_longer_run_of_the_same_job_is_the_same_job", () => {
    const longer = runOf(around(100), { options: { rw: "randread", runtime: "60" } });
    assert.equal(compare(runOf(around(100)), longer).regressed, false);
  });

  it("compareStored__seconds_of_the_ramp_do_not_count", () => {
    const ramped = runOf([0, 0, ...around(100)], { rampSeconds: 1.5 });
    const { changes } = compare(runOf(around(100)), ramped);
    assert.equal(changes[0]?.change_percent, 0);
  });

  it("compareStored__another_processor_is_noted", () => {
    const other = runOf(around(100));
    other.memvol.cpu.model = "Another CPU";
    assert.deepEqual(compare(runOf(around(100)), other).notes, [
      "processor: 2 × Example CPU and 2 × Another CPU",
    ]);
  });

  it("compareStored__without_a_whole_second_there_is_nothing_to_compare", () => {
    assert.throws(() => compare(runOf([]), runOf([])), userError("result_invalid", /whole second/));
  });
});

describe("regressionFound", () => {
  it("regressionFound__names_what_has_become_worse_and_the_text_shows_it", () => {
    const comparison = compare(runOf(around(100)), runOf(around(80)));
    const report = {
      schema_version: 1,
      samples: "seconds",
      confidence: 0.95,
      tolerance_percent: 5,
      baseline: { name: "a", results: ["1"] },
      comparisons: [comparison],
      regressed: true,
    } as const;
    const mutable = {
      ...report,
      baseline: { name: "a", results: ["1"] },
      comparisons: [comparison],
    };
    assert(
      userError(
        "regression_found",
        /Worse than a: b: read\.iops -20\.0 %/,
      )(regressionFound(mutable)),
    );
    const text = comparisonText(mutable);
    assert.match(text, /^b against a: worse than tolerated$/m);
    assert.match(text, /^job +read\.iops +100 +80 +-20\.0 % +-[\d.]+ … -[\d.]+ % +worse$/m);
  });
});
