import assert from "node:assert/strict";
import { figureRow, ratioRow, spreadOf } from "../../../scripts/compare/row.js";

const DESCRIBED = {
  title: "reads",
  unit: "operations/s",
  against: "other",
  target: { at_least: 0.95 },
} as const;

describe("rows of the comparison", () => {
  it("spread__has_the_middle_value_of_an_odd_number", () => {
    assert.deepEqual(spreadOf([9, 1, 10]), { median: 9, min: 1, max: 10 });
  });

  it("spread__has_the_mean_of_the_two_middle_values_of_an_even_number", () => {
    assert.deepEqual(spreadOf([4, 1, 2, 100]), { median: 3, min: 1, max: 100 });
  });

  it("ratio__is_the_median_of_each_rounds_own", () => {
    // The medians of the sides, 200 and 100, would say 2.
    const row = ratioRow(DESCRIBED, { ours: [100, 200, 300], theirs: [100, 400, 100] });
    assert.deepEqual(row.ratio, { median: 1, min: 0.5, max: 3 });
    assert.equal(row.ours.median, 200);
    assert.equal(row.theirs.median, 100);
  });

  it("target__is_met_at_its_bound_and_missed_below", () => {
    assert.equal(ratioRow(DESCRIBED, { ours: [95], theirs: [100] }).met, true);
    assert.equal(ratioRow(DESCRIBED, { ours: [94.9], theirs: [100] }).met, false);
  });

  it("target__below_a_bound_is_missed_at_it", () => {
    const described = { title: "record", unit: "ns", target: { below: 5 } } as const;
    assert.equal(figureRow(described, [4.99]).met, true);
    assert.equal(figureRow(described, [5]).met, false);
  });

  it("target__with_two_bounds_is_met_between_them_and_at_both", () => {
    const described = { ...DESCRIBED, target: { at_least: 0.97, at_most: 1.03 } };
    const met = [96.9, 97, 103, 103.1].map(
      (ours) => ratioRow(described, { ours: [ours], theirs: [100] }).met,
    );
    assert.deepEqual(met, [false, true, true, false]);
  });

  it("ratio__without_a_target_is_neither_met_nor_missed", () => {
    assert.equal(ratioRow({ ...DESCRIBED, target: null }, { ours: [1], theirs: [1] }).met, null);
  });

  it("figure__without_a_target_is_neither_met_nor_missed", () => {
    assert.equal(figureRow({ title: "clock", unit: "ns", target: null }, [25]).met, null);
  });
});
