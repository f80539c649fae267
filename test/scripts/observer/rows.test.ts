import assert from "node:assert/strict";
import { lagRows } from "../../../scripts/observer/groups/lag.js";
import { measurementOf } from "../../../scripts/observer/measurement.js";
import { p99Row, pairRows, rateRow } from "../../../scripts/observer/rows.js";
import { nativeThread, sampleResult } from "../../bench/result/native-results.js";

/** A run of two seconds with these service times. */
function measured(writes: number[]) {
  return measurementOf(JSON.stringify(sampleResult([nativeThread([], writes)])), "immediate");
}

describe("rows of observed writes", () => {
  const slow = measured([1000, 2000, 4000]);
  const quick = measured([1000, 1000, 1000, 2000, 2000, 2000]);

  it("rate_row__compares_operations_a_second", () => {
    const described = { title: "t", against: "none", target: { at_least: 0.6 } };
    const row = rateRow(described, { ours: [slow], theirs: [quick] });
    assert.deepEqual([row.unit, row.ours.median, row.theirs.median], ["operations/s", 1.5, 3]);
    assert.deepEqual([row.ratio.median, row.met], [0.5, false]);
  });

  it("pair_rows__compare_what_observing_leaves_and_show_the_place_without_a_target", () => {
    const described = { title: "t", against: "few", target: { at_least: 0.95 } };
    const ours = { observed: slow, unobserved: slow };
    const theirs = { observed: slow, unobserved: quick };
    const [share, place, ...others] = pairRows(described, { ours: [ours], theirs: [theirs] });
    assert.deepEqual(others, []);
    assert.deepEqual([share?.unit, share?.ours.median, share?.theirs.median], ["share", 1, 0.5]);
    assert.deepEqual([share?.ratio.median, share?.met], [2, true]);
    assert.deepEqual([place?.title, place?.ratio.median], ["t, unobserved", 0.5]);
    assert.deepEqual([place?.target, place?.met], [null, null]);
  });

  it("p99_row__compares_service_times", () => {
    const described = { title: "t", against: "none", target: { at_most: 1.03 } };
    const row = p99Row(described, { ours: [slow], theirs: [quick] });
    assert.equal(row.unit, "ns");
    assert.ok(Math.abs(row.ratio.median - 2) < 0.01);
    assert.equal(row.met, false);
  });

  it("lag_rows__have_percentiles_with_a_bound_for_p99_and_all_times_in_one_histogram", () => {
    const [p50, p99, p999, max, histogram, ...others] = lagRows("lag", [slow, quick]);
    assert.deepEqual(others, []);
    assert.ok(p50?.kind === "figure" && p99?.kind === "figure" && p999?.kind === "figure");
    assert.deepEqual(p50.ours, { median: 1500, min: 1000, max: 2000 });
    assert.deepEqual([p50.met, p99.met, p999.met], [null, true, null]);
    assert.ok(max?.kind === "figure" && max.title === "lag, max");
    assert.deepEqual(max.ours, { median: 3000, min: 2000, max: 4000 });
    assert.ok(histogram?.kind === "histogram");
    assert.equal(
      histogram.bars.reduce((sum, { count }) => sum + count, 0),
      9,
    );
  });

  it("lag_row__misses_its_target_from_10_ms_on", () => {
    const p99 = lagRows("lag", [measured([10_100_000])])[1];
    assert.ok(p99?.kind === "figure");
    assert.deepEqual([p99.target, p99.met], [{ below: 10e6 }, false]);
  });
});
