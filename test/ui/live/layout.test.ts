import assert from "node:assert/strict";
import fc from "fast-check";
import { planLayout } from "../../../src/ui/live/layout.js";

describe("layout", () => {
  it("planLayout__usual_terminal_has_all_parts", () => {
    assert.deepEqual(planLayout({ columns: 80, rows: 24 }, { jobs: 1, directions: 2, gates: 0 }), {
      columns: 80,
      gaps: true,
      jobRows: 1,
      totalRow: false,
      gateRows: 0,
      histogramRows: 9,
      iopsSparklines: false,
    });
  });

  it("planLayout__smallest_terminal_still_has_a_histogram", () => {
    const layout = planLayout({ columns: 60, rows: 16 }, { jobs: 4, directions: 2, gates: 0 });
    assert.equal(layout?.histogramRows, 4);
    assert.equal(layout?.jobRows, 0);
    assert.equal(layout?.totalRow, true);
  });

  it("planLayout__a_row_or_a_column_less_is_too_small", () => {
    assert.equal(
      planLayout({ columns: 59, rows: 16 }, { jobs: 1, directions: 2, gates: 0 }),
      undefined,
    );
    assert.equal(
      planLayout({ columns: 60, rows: 15 }, { jobs: 1, directions: 2, gates: 0 }),
      undefined,
    );
  });

  it("planLayout__thresholds_have_rows_at_the_cost_of_the_histogram", () => {
    const size = { columns: 80, rows: 24 };
    const layout = planLayout(size, { jobs: 1, directions: 2, gates: 3 });
    assert.deepEqual([layout?.gateRows, layout?.histogramRows], [3, 6]);
    assert.equal(planLayout(size, { jobs: 1, directions: 2, gates: 30 })?.gateRows, 4);
  });

  it("planLayout__more_rows_give_more_parts_up_to_what_drawing_may_cost", () => {
    const large = planLayout({ columns: 200, rows: 100 }, { jobs: 30, directions: 2, gates: 0 });
    assert.equal(large?.histogramRows, 12);
    assert.equal(large?.jobRows, 8);
    assert.equal(large?.iopsSparklines, true);
  });

  it("planLayout__parts_always_fit_with_a_row_to_spare", () => {
    const sizes = fc.record({
      columns: fc.integer({ min: 60, max: 200 }),
      rows: fc.integer({ min: 16, max: 60 }),
    });
    const parts = fc.record({
      jobs: fc.integer({ min: 1, max: 20 }),
      directions: fc.constantFrom(1, 2),
      gates: fc.nat({ max: 10 }),
    });
    fc.assert(
      fc.property(sizes, parts, (size, { jobs, directions, gates }) => {
        const layout = planLayout(size, { jobs, directions, gates });
        assert.ok(layout);
        const rows =
          6 +
          (layout.gaps ? 3 : 0) +
          layout.jobRows +
          (layout.totalRow ? 1 : 0) +
          layout.gateRows +
          layout.histogramRows +
          directions * (layout.iopsSparklines ? 3 : 2);
        assert.ok(rows <= size.rows - 1, `${rows} rows on ${size.rows}`);
        assert.ok(layout.histogramRows >= 4);
      }),
    );
  });
});
