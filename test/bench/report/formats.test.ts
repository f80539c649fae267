/** The formats for other programs: each read back as such a program would. */
import assert from "node:assert/strict";
import { HistogramLogReader } from "hdr-histogram-js";
import { convert } from "xmlbuilder2";
import { parseGate } from "../../../src/bench/gates/gate.js";
import { withThresholds } from "../../../src/bench/gates/judge.js";
import { csvReport } from "../../../src/bench/report/csv.js";
import { hlogReport } from "../../../src/bench/report/hlog.js";
import { junitReport } from "../../../src/bench/report/junit.js";
import { rowLabels } from "../../../src/bench/report/labels.js";
import { markdownReport } from "../../../src/bench/report/markdown.js";
import { prometheusReport } from "../../../src/bench/report/prometheus.js";
import { REPORT_FORMATS, renderReport } from "../../../src/bench/report/render.js";
import { nativeThread, sampleResult } from "../result/native-results.js";
import { mixedResult, READS } from "./sample.js";

describe("report formats", () => {
  it("renderReport__every_format_ends_in_one_newline", async () => {
    for (const format of REPORT_FORMATS) {
      const text = await renderReport(mixedResult(), format, { color: false, savedIn: [] });
      assert.match(text, /[^\n]\n$/, format);
    }
  });

  it("renderReport__a_run_without_any_operation_is_shown_in_every_format", async () => {
    const result = sampleResult([nativeThread([])]);
    for (const format of REPORT_FORMATS) {
      const text = await renderReport(result, format, { color: false, savedIn: [] });
      assert.doesNotMatch(text, /NaN|undefined|Infinity/, format);
    }
  });

  it("rowLabels__name_stages_and_number_clones", () => {
    const labels = ["mixed, stage 1", "clones, stage 2 (1 of 2)", "clones, stage 2 (2 of 2)"];
    assert.deepEqual(rowLabels(mixedResult()), labels);
    assert.deepEqual(rowLabels(sampleResult([nativeThread([1])])), ["job"]);
  });

  it("csv__has_a_line_for_each_second_and_direction", () => {
    const [head = "", ...lines] = csvReport(mixedResult('a "b", c')).trim().split("\n");
    assert.match(head, /^job,stage,worker,direction,.*,service_p99\.9_ns,.*,service_max_ns$/);
    assert.equal(lines.length, 3);
    assert.equal(lines[0], '"a ""b"", c",0,,read,1,1,3,12288,3,12288,50,90,95,99,999,9999,12345');
  });

  it("hlog__is_read_back_with_every_count", () => {
    const reader = new HistogramLogReader(hlogReport(mixedResult("a, b")), 64);
    const counts = new Map<string, number>();
    for (let next = reader.nextIntervalHistogram(); next; next = reader.nextIntervalHistogram()) {
      counts.set(next.tag, next.totalCount);
      assert.equal(next.endTimeStampMsec - next.startTimeStampMsec, 2000);
    }
    assert.equal(counts.get("a_b_stage_1/read/service"), READS.length);
    assert.equal(counts.get("a_b_stage_1/write/response"), 2);
    assert.equal(counts.size, 8);
  });

  it("junit__a_job_without_failure_passes", () => {
    assert.match(junitReport(mixedResult()), /<testsuites tests="4" failures="0" errors="0">/);
  });

  it("junit__failures_and_errors_are_counted_and_markup_is_no_markup", () => {
    const thread = nativeThread([1000], [], {
      failure: { code: "io_failed", operation: "fi_read", errno: 5, message: 'bad <&"> \u0001' },
    });
    thread.read.errors = 3;
    const error = { code: "io_failed", message: "bad" };
    const text = junitReport(sampleResult([thread], { name: "<j>" }, { status: "failed", error }));
    const parsed = convert(text, { format: "object" }) as { testsuites: Record<string, unknown> };
    assert.equal(parsed.testsuites["@failures"], "1");
    assert.match(text, /<testcase classname="job" name="&lt;j&gt;" time="2">/);
    const said = "thread 0: bad &lt;&amp;&quot;&gt; ? (io_failed); 3 reads failed";
    assert(text.includes(`<failure type="job_failed" message="${said}"/>`), text);
    assert(text.includes('<error type="io_failed" message="bad"/>'), text);
  });

  it("markdown__has_tables_and_a_name_is_no_markup", () => {
    const text = markdownReport(mixedResult("a|b_c"));
    assert.match(text, /^## a\\\|b\\_c, stage 1$/m);
    assert.match(text, /^\| read +\| +2 \| +8\.00 KiB\/s \|/m);
    assert.match(text, /^- clones: 1 reads \(25\.0%\) started late$/m);
  });

  it("thresholds__are_in_every_format_that_has_a_verdict", async () => {
    const gates = ["read.iops>1k", "errors==0"].map(parseGate);
    const result = withThresholds(mixedResult(), gates);
    const junit = junitReport(result);
    assert.match(junit, /<testsuites tests="6" failures="1" errors="0">/);
    const said = 'type="threshold_failed" message="read.iops&gt;1k: ';
    assert(junit.includes(`<failure ${said}`), junit);
    const prometheus = await prometheusReport(result);
    const kept = 'memvol_bench_threshold_kept{profile="randread.fio",threshold=';
    assert(prometheus.includes(`${kept}"read.iops>1k"} 0`), prometheus);
    assert(prometheus.includes(`${kept}"errors==0"} 1`), prometheus);
    assert.match(markdownReport(result), /^\| read\.iops\\>1k \| +[\d.]+ \| missed \|$/m);
    const text = await renderReport(result, "text", { color: false, savedIn: [] });
    assert.match(text, /^ {2}errors==0 +0 +kept$/m);
    assert.match(await renderReport(result, "html", { color: false, savedIn: [] }), /missed/);
  });

  it("prometheus__tells_rows_of_one_name_apart", async () => {
    const text = await prometheusReport(mixedResult());
    const operations = text.match(/^memvol_bench_operations\{.*$/gm) ?? [];
    assert.equal(operations.length, 4);
    const labels = '{profile="randread.fio",row="0",job="mixed",stage="0",direction="read"';
    assert(operations.includes(`memvol_bench_operations${labels}} 4`), operations.join("\n"));
    assert(text.includes(`memvol_bench_latency_seconds${labels},clock="service",quantile="1"}`));
    assert(text.includes('quantile="0.999"'));
    assert.match(text, /^memvol_bench_completed 1$/m);
  });
});
