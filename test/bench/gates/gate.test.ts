import assert from "node:assert/strict";
import { checkGates, holds, parseGate } from "../../../src/bench/gates/gate.js";
import { gatedJobs } from "../../../src/bench/gates/gated-jobs.js";
import { userError } from "../../support/errors.js";
import { sampleJob } from "../result/native-results.js";

describe("parseGate", () => {
  it("parseGate__metric_operator_and_value", () => {
    const { metric, operator, limit, job } = parseGate(" read.lat.p99.9 < 50us ");
    const quantity = { kind: "percentile", clock: "lat", rank: 99.9 };
    assert.deepEqual(metric, { name: "read.lat.p99.9", direction: "read", quantity });
    assert.deepEqual([operator, limit, job], ["<", 50_000, undefined]);
  });

  it("parseGate__a_job_may_have_any_name", () => {
    const { job, metric } = parseGate("a: b > c:iops>=1");
    assert.deepEqual([job, metric.name], ["a: b > c", "iops"]);
  });

  const limits: [string, number][] = [
    ["iops>100k", 100_000],
    ["iops>1.5M", 1_500_000],
    ["write.bw>=1GiB/s", 2 ** 30],
    ["bw>500m", 500 * 2 ** 20],
    ["errors==0", 0],
    ["ios!=7", 7],
    ["service.max<=2s", 2e9],
    ["lat.mean<1.5ms", 1_500_000],
    ["lat.p50<7µs", 7000],
  ];
  for (const [text, limit] of limits) {
    it(`parseGate__value__${text}`, () => assert.equal(parseGate(text).limit, limit));
  }

  const refused: [string, RegExp][] = [
    ["", /'' is not a threshold/],
    ["iops", /'iops' is not a threshold/],
    ["iops=5", /'iops=5' is not a threshold/],
    ["iops>", /'iops>' is not a threshold/],
    ["iops>>5", /is not a threshold/],
    ["iops>-5", /'-5' is no value of this metric: it is no number/],
    ["lat.p99<50", /'50' is no value of this metric: it has no unit/],
    ["lat.p99<50kb", /its unit 'kb' does not fit/],
    ["iops>5us", /its unit 'us' does not fit/],
    ["lat.p101<1ms", /'lat\.p101' is not a metric/],
    ["lat<1ms", /'lat' is not a metric/],
  ];
  for (const [text, why] of refused) {
    it(`parseGate__refuses__${text}`, () => {
      assert.throws(() => parseGate(text), userError("threshold_invalid", why));
    });
  }

  it("parseGate__an_unknown_metric_is_refused_naming_the_nearest", () => {
    const cases = {
      "iopss>5": "iops",
      "read.lat.p99.99us<1ms": "read.lat.p99",
      "wirte.bw>1": "write.bw",
    };
    for (const [text, meant] of Object.entries(cases)) {
      try {
        parseGate(text);
        assert.fail(`${text} was taken`);
      } catch (error) {
        assert(userError("threshold_invalid")(error));
        const { nextSteps } = error as { nextSteps: string[] };
        assert(nextSteps[0]?.startsWith(`Did you mean '${meant}`), `${text}: ${nextSteps[0]}`);
      }
    }
  });

  it("holds__for_each_operator", () => {
    const kept = (text: string) => [1, 2, 3].filter((value) => holds(parseGate(text), value));
    assert.deepEqual(kept("ios<2"), [1]);
    assert.deepEqual(kept("ios<=2"), [1, 2]);
    assert.deepEqual(kept("ios>2"), [3]);
    assert.deepEqual(kept("ios>=2"), [2, 3]);
    assert.deepEqual(kept("ios==2"), [2]);
    assert.deepEqual(kept("ios!=2"), [1, 3]);
  });
});

describe("checkGates", () => {
  const jobs = gatedJobs([
    sampleJob({ name: "reader", rw: "randread" }),
    sampleJob({ name: "writer", rw: "write", groupReporting: true }),
    sampleJob({ name: "mixer", rw: "randrw", readMixPercent: 50, groupReporting: true }),
  ]);

  it("gatedJobs__a_group_is_one_job_named_after_the_first", () => {
    assert.deepEqual(jobs, [
      { name: "reader", read: true, write: false, trim: false },
      { name: "writer", read: true, write: true, trim: false },
    ]);
  });

  it("checkGates__takes_what_the_run_can_keep_or_miss", () => {
    checkGates(["iops>1", "read.iops>1", "writer:write.iops>1"].map(parseGate), jobs);
  });

  it("checkGates__refuses_a_job_that_there_is_not_naming_the_nearest", () => {
    const refused = userError("threshold_invalid", /'redaer:iops>1': there is no job 'redaer'/);
    assert.throws(() => checkGates([parseGate("redaer:iops>1")], jobs), refused);
  });

  it("checkGates__refuses_a_direction_that_nobody_has", () => {
    const own = userError("threshold_invalid", /job 'reader' does not write/);
    assert.throws(() => checkGates([parseGate("reader:write.iops>1")], jobs), own);
    const all = userError("threshold_invalid", /no job writes/);
    assert.throws(() => checkGates([parseGate("write.iops>1")], jobs.slice(0, 1)), all);
  });
});
