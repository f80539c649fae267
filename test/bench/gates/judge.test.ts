import assert from "node:assert/strict";
import { parseGate } from "../../../src/bench/gates/gate.js";
import {
  judge,
  judgeStored,
  thresholdsFailed,
  withThresholds,
} from "../../../src/bench/gates/judge.js";
import { buildResult } from "../../../src/bench/result/build.js";
import { runResultSchema } from "../../../src/bench/result/result.js";
import { userError } from "../../support/errors.js";
import { nativeThread, sampleInput, sampleJob, sampleStage } from "../result/native-results.js";

/** Two jobs of 2 s side by side, then one of 4 s. */
function result() {
  const job = (name: string, ...threads: ReturnType<typeof nativeThread>[]) => ({
    job: sampleJob({ name, rw: "randrw" }),
    result: { threads, intervals: [] },
  });
  const failing = nativeThread([5000], []);
  failing.read.errors = 2;
  const stages = [
    sampleStage([job("a", nativeThread([1000, 2000], [7000])), job("b", failing)]),
    sampleStage([job("c", nativeThread([3000, 4000], [], { runtimeNs: 4e9 }))]),
  ];
  return buildResult(sampleInput(stages));
}

function valueFor(text: string): number | null {
  return judge(parseGate(text), result()).value;
}

describe("judge", () => {
  it("judge__counts_are_sums", () => {
    assert.equal(valueFor("ios>0"), 6);
    assert.equal(valueFor("read.ios>0"), 5);
    assert.equal(valueFor("a:ios>0"), 3);
    assert.equal(valueFor("errors==0"), 2);
    assert.equal(valueFor("late_starts==0"), 0);
  });

  it("judge__a_rate_is_all_by_the_time_of_all_stages", () => {
    assert.equal(valueFor("iops>0"), 6 / 6);
    assert.equal(valueFor("a:iops>0"), 3 / 2);
    assert.equal(valueFor("read.bw>0"), (5 * 4096) / 6);
  });

  it("judge__latencies_are_those_of_all_operations_together", () => {
    assert.equal(valueFor("service.max<1s"), 7000);
    assert.equal(valueFor("lat.max<1s"), 7100);
    assert.equal(valueFor("read.service.min>0s"), 1000);
    assert.equal(valueFor("read.service.mean<1s"), 3000);
    assert.equal(valueFor("read.service.p60<1s"), 3001);
    assert.equal(valueFor("service.p100<1s"), 7000);
  });

  it("judge__what_was_not_measured_is_not_kept", () => {
    const { value, passed } = judge(parseGate("c:write.lat.p99<1s"), result());
    assert.deepEqual([value, passed], [null, false]);
  });

  it("withThresholds__the_result_still_fits_its_schema_and_says_what_was_missed", () => {
    const judged = withThresholds(result(), ["iops>5", "errors<9"].map(parseGate));
    assert.deepEqual(runResultSchema.parse(JSON.parse(JSON.stringify(judged))), judged);
    assert.deepEqual(judged.memvol.thresholds[0], {
      threshold: "iops>5",
      job: null,
      metric: "iops",
      operator: ">",
      limit: 5,
      value: 1,
      passed: false,
    });
    assert(
      userError("threshold_failed", /A threshold was not kept: iops>5$/)(thresholdsFailed(judged)),
    );
  });

  it("judgeStored__adds_to_the_result_s_own_and_repeats_none", () => {
    const once = judgeStored(result(), [parseGate("iops>0")]);
    const twice = judgeStored(once, ["ios>0", "iops>0"].map(parseGate));
    const texts = twice.memvol.thresholds.map(({ threshold }) => threshold);
    assert.deepEqual(texts, ["ios>0", "iops>0"]);
    assert.equal(thresholdsFailed(twice), null);
  });

  it("judgeStored__refuses_what_the_result_does_not_have", () => {
    const refused = userError("threshold_invalid", /there is no job 'd'/);
    assert.throws(() => judgeStored(result(), [parseGate("d:iops>0")]), refused);
  });
});
