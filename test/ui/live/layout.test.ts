import assert from "node:assert/strict";
import fc from "fast-check";
import { planLayout } from "../../../src/ui/live/layout.js";

describe("layout", () => {
  it("planLayout__usual_terminal_has_all_parts", () => {
    assert.deepEqual(planLayout({ columns: 80, rows: 24 }, 1, 2), {
      columns: 80,
      gaps: true,
      jobRows: 1,
      totalRow: false,
      histogramRows: 9,
      iopsSparklines: false,
    });
  });

  it("planLayout__smallest_terminal_still_has_a_histogram", () => {
    const layout = planLayout({ columns: 60, rows: 16 }, 4, 2);
    assert.equal(layout?.histogramRows, 4);
    assert.equal(layout?.jobRows, 0);
    assert.equal(layout?.totalRow, true);
  });

  it("planLayout__a_row_or_a_column_less_is_too_small", () => {
    assert.equal(planLayout({ columns: 59, rows: 16 }, 1, 2), undefined);
    assert.equal(planLayout({ columns: 60, rows: 15 }, 1, 2), undefined);
  });

  it("planLayout__more_rows_give_more_parts_up_to_what_drawing_may_cost", () => {
    const large = planLayout({ columns: 200, rows: 100 }, 30, 2);
    assert.equal(large?.histogramRows, 12);
    assert.equal(large?.jobRows, 8);
    assert.equal(large?.iopsSparklines, true);
  });

  it("planLayout__parts_always_fit_with_a_row_to_spare", () => {
    const sizes = fc.record({
      columns: fc.integer({ min: 60, max: 200 }),
      rows: fc.integer({ min: 16, max: 60 }),
    });
    const jobs = fc.integer({ min: 1, max: 20 });
    fc.assert(
      fc.property(sizes, jobs, fc.constantFrom(1, 2), (size, jobCount, directions) => {
        const layout = planLayout(size, jobCount, directions);
        assert.ok(layout);
        const rows =
          6 +
          (layout.gaps ? 3 : 0) +
          layout.jobRows +
          (layout.totalRow ? 1 : 0) +
          layout.histogramRows +
          directions * (layout.iopsSparklines ? 3 : 2);
        assert.ok(rows <= size.rows - 1, `${rows} rows on ${size.rows}`);
        assert.ok(layout.histogramRows >= 4);
      }),
    );
  });
});
