import assert from "node:assert/strict";
import { alternate, type Side } from "../../../src/bench/compare/alternate.js";
import { compareRounds } from "../../../src/bench/compare/rounds.js";
import { runSides } from "../../../src/bench/compare/run-sides.js";
import type { RunResult } from "../../../src/bench/result/result.js";
import { nativeThread, sampleResult } from "../result/native-results.js";

/** A run of 2 s that did so many reads of so many nanoseconds. */
function runOf(reads: number, latencyNs = 1000): RunResult {
  return sampleResult([nativeThread(Array(reads).fill(latencyNs))]);
}

function changes(before: RunResult[], after: RunResult[]) {
  const comparison = compareRounds({ baseline: before, candidate: after }, "b", 5);
  return new Map(comparison.changes.map((change) => [change.metric, change]));
}

describe("compareRounds", () => {
  it("compareRounds__what_slows_a_round_slows_both_sides", () => {
    const before = [100, 50, 80, 100, 20].map((reads) => runOf(reads));
    const after = [90, 45, 72, 90, 18].map((reads) => runOf(reads));
    const iops = changes(before, after).get("read.iops");
    assert(Math.abs((iops?.change_percent ?? 0) + 10) < 1e-6);
    assert.equal(iops?.verdict, "worse");
  });

  it("compareRounds__latency_of_the_response_counts", () => {
    const before = Array.from({ length: 5 }, () => runOf(10, 1000));
    const after = Array.from({ length: 5 }, () => runOf(10, 2000));
    const p99 = changes(before, after).get("read.lat.p99");
    const rounded = [p99?.baseline, p99?.candidate].map((ns) => Math.round(ns ?? 0));
    assert.deepEqual([...rounded, p99?.verdict], [1100, 2100, "worse"]);
    assert.equal(changes(before, after).get("write.iops"), undefined);
  });

  it("compareRounds__few_rounds_are_unclear", () => {
    assert.equal(changes([runOf(100)], [runOf(10)]).get("read.iops")?.verdict, "unclear");
  });
});

describe("alternate", () => {
  async function orderOf(rounds: number, stopAfter = Number.POSITIVE_INFINITY) {
    const order: Side[] = [];
    const controller = new AbortController();
    const done = await alternate({
      rounds,
      signal: controller.signal,
      onRound: () => undefined,
      run: async (side) => {
        order.push(side);
        if (order.length === stopAfter) controller.abort();
        return runOf(10);
      },
    });
    return { order: order.map((side) => side[0]).join(""), rounds: done.baseline.length };
  }

  it("alternate__neither_side_always_comes_second", async () => {
    assert.deepEqual(await orderOf(3), { order: "bccbbc", rounds: 3 });
  });

  it("alternate__a_round_that_was_cut_short_is_left_out", async () => {
    assert.deepEqual(await orderOf(3, 3), { order: "bcc", rounds: 1 });
    assert.deepEqual(await orderOf(3, 4), { order: "bccb", rounds: 1 });
  });

  it("runSides__without_a_whole_round_ends_as_it_was_stopped", async () => {
    const reason = new Error("stopped");
    const run = () =>
      runSides({
        names: { baseline: "a", candidate: "b" },
        ...{ rounds: 3, tolerancePercent: 5, signal: AbortSignal.abort(reason) },
        run: async () => assert.fail("it ran"),
        say: () => undefined,
      });
    await assert.rejects(run, reason);
  });
});
