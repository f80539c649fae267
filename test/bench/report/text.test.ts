import assert from "node:assert/strict";
import { stripVTControlCharacters } from "node:util";
import { textReport } from "../../../src/bench/report/text.js";
import { nativeThread, SAMPLE_OBSERVE, sampleResult } from "../result/native-results.js";

const PLAIN = { color: false, savedIn: ["/results/0197-run.json"] };

function lineOf(report: string, start: string): string {
  const lines = report.split("\n").map((line) => line.trim().replace(/\s{2,}/g, " | "));
  const line = lines.find((candidate) => candidate.startsWith(start));
  assert.ok(line, `no line starts with '${start}' in:\n${report}`);
  return line;
}

describe("textReport", () => {
  it("textReport__has_figures_of_each_direction", () => {
    const thread = nativeThread([10_000, 20_000, 30_000, 40_000], [5_000]);
    const report = textReport(sampleResult([thread], { name: "mixed", rw: "randrw" }), PLAIN);
    assert.equal(lineOf(report, "mixed"), "mixed | randrw, blocks of 4.0 KiB, depth 1, 1 thread");
    assert.equal(lineOf(report, "read | 2"), "read | 2 | 8.00 KiB/s | 16.0 KiB | 4 | 2.00 s | 0");
    assert.match(
      lineOf(report, "read | service"),
      /^read \| service \| 25\.0 µs \| 20\.0 µs .*40\.0 µs$/,
    );
    assert.match(lineOf(report, "response"), /^response \| 25\.1 µs/);
    assert.match(lineOf(report, "write | service"), /^write \| service \| 5\.00 µs/);
  });

  it("textReport__says_how_a_job_that_asked_was_observed", () => {
    const observe = { ...SAMPLE_OBSERVE, asked: "immediate", wait: true } as const;
    const report = textReport(sampleResult([nativeThread([1000])], {}, {}, observe), PLAIN);
    assert.match(lineOf(report, "job"), /, 1 thread, observed by immediate, waited for$/);
  });

  it("textReport__says_once_why_all_clones_are_observed_in_another_mode", () => {
    const note = "the fabric carries no immediates";
    const observe = { ...SAMPLE_OBSERVE, mode: "message", when: "after", batch: 32, note } as const;
    const clones = [nativeThread([1000]), nativeThread([1000])];
    const report = textReport(sampleResult(clones, { numjobs: 2 }, {}, observe), PLAIN);
    assert.equal(report.split(`job: ${note}`).length, 2);
  });

  it("textReport__leaves_out_a_direction_that_did_nothing", () => {
    assert.doesNotMatch(textReport(sampleResult([nativeThread([1000])]), PLAIN), /write/);
  });

  it("textReport__says_when_nothing_completed", () => {
    assert.match(textReport(sampleResult([nativeThread([])]), PLAIN), /no operation completed/);
  });

  it("textReport__shows_the_percentiles_asked_for", () => {
    const result = sampleResult([nativeThread([1000])], { percentiles: [25, 99.995] });
    assert.match(textReport(result, PLAIN), /mean +p25 +p99\.995 +max/);
  });

  it("textReport__tells_why_a_result_is_partial", () => {
    const error = { code: "device_unreachable", message: "device ceres is gone" };
    const result = sampleResult([nativeThread([1000])], {}, { status: "failed", error });
    assert.match(
      textReport(result, PLAIN),
      /partial result, the run failed: device ceres is gone \(device_unreachable\)/,
    );
  });

  it("textReport__counts_errors_failures_and_late_starts", () => {
    const thread = nativeThread([1000, 2000], [], {
      failure: { code: "io_failed", operation: "fi_read", errno: 5, message: "cq error" },
    });
    thread.read.errors = 3;
    thread.read.lateStarts = 1;
    const report = textReport(sampleResult([thread]), PLAIN);
    assert.match(lineOf(report, "read | 1"), /\| 3$/);
    assert.match(report, /job: thread 0 failed: cq error \(io_failed\)/);
    assert.match(report, /job: 1 reads \(50\.0%\) started late/);
  });

  it("textReport__ends_with_warnings_and_the_file", () => {
    const result = sampleResult([nativeThread([1000])]);
    result.memvol.cores_short = "4 threads spin on 2 cores";
    const tail = textReport(result, PLAIN).trimEnd().split("\n").slice(-4);
    assert.deepEqual(tail, [
      "warning: 4 threads spin on 2 cores",
      "warning: randread.fio:2: 'direct' has no meaning here",
      "",
      "saved in /results/0197-run.json",
    ]);
  });

  it("textReport__has_colors_only_if_told", () => {
    const result = sampleResult([nativeThread([1000])]);
    const colored = textReport(result, { ...PLAIN, color: true });
    const plain = textReport(result, PLAIN);
    assert.ok(colored.includes("\u001b["));
    assert.ok(!plain.includes("\u001b"));
    assert.equal(stripVTControlCharacters(colored), plain);
  });

  it("textReport__tables_fit_80_columns", () => {
    const values = [12_345, 123_456, 12_345_678];
    const report = textReport(sampleResult([nativeThread(values, values)]), PLAIN);
    for (const line of report.split("\n")) assert.ok(line.length <= 80, line);
  });
});
