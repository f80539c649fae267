import assert from "node:assert/strict";
import fc from "fast-check";
import { MAP_KINDS } from "../../../src/ui/watch/frame.js";
import { type Contents, planLayout } from "../../../src/ui/watch/layout.js";

const USUAL: Contents = { cells: 256, clients: 2, selection: "all", totalRows: 2, noticeRows: 0 };

describe("watch layout", () => {
  it("planLayout__usual_terminal_has_all_maps_and_clients", () => {
    assert.deepEqual(planLayout({ columns: 80, rows: 24 }, USUAL), {
      height: 23,
      gaps: false,
      maps: { kinds: MAP_KINDS, merge: 1, perRow: 64, offsets: true },
      clientRows: 2,
    });
  });

  it("planLayout__a_low_terminal_has_one_map_with_all_its_cells", () => {
    const { maps } = planLayout({ columns: 80, rows: 16 }, USUAL);
    assert.deepEqual([maps?.kinds, maps?.merge], [["write"], 1]);
    const chosen = planLayout({ columns: 80, rows: 16 }, { ...USUAL, selection: "dirty" });
    assert.deepEqual(chosen.maps?.kinds, ["dirty"]);
  });

  it("planLayout__a_small_terminal_merges_cells_and_has_no_table", () => {
    const { maps, clientRows } = planLayout({ columns: 40, rows: 10 }, USUAL);
    assert.deepEqual(maps, { kinds: ["write"], merge: 4, perRow: 32, offsets: false });
    assert.equal(clientRows, undefined);
  });

  it("planLayout__more_room_goes_to_clients_and_gaps", () => {
    const many = planLayout({ columns: 120, rows: 40 }, { ...USUAL, clients: 30 });
    assert.deepEqual([many.gaps, many.clientRows], [false, 21]);
    const few = planLayout({ columns: 120, rows: 40 }, { ...USUAL, clients: 12 });
    assert.deepEqual([few.gaps, few.clientRows], [true, 12]);
  });

  it("planLayout__rows_of_a_map_are_few_and_even", () => {
    const rowLengths = [60, 80, 100, 120, 140, 270].map(
      (columns) => planLayout({ columns, rows: 40 }, USUAL).maps?.perRow,
    );
    assert.deepEqual(rowLengths, [48, 64, 64, 96, 128, 256]);
  });

  it("planLayout__one_map_leaves_its_room_to_clients", () => {
    const contents: Contents = { ...USUAL, clients: 30, selection: "read" };
    const { maps, clientRows } = planLayout({ columns: 80, rows: 24 }, contents);
    assert.deepEqual([maps?.kinds, clientRows], [["read"], 12]);
  });

  it("planLayout__parts_always_fit_with_a_row_to_spare", () => {
    const sizes = fc.record({ columns: fc.integer({ min: 1, max: 250 }), rows: fc.nat(80) });
    const contents = fc.record({
      cells: fc.nat(256),
      clients: fc.nat(65),
      selection: fc.constantFrom("all" as const, ...MAP_KINDS),
      totalRows: fc.constantFrom(2, 3),
      noticeRows: fc.constantFrom(0, 1),
    });
    fc.assert(
      fc.property(sizes, contents, (size, what) => {
        const { maps, clientRows, gaps, height } = planLayout(size, what);
        assert.ok(height < Math.max(2, size.rows));
        const cells = Math.ceil(what.cells / (maps?.merge ?? 1));
        const mapRows = maps ? maps.kinds.length * (1 + Math.ceil(cells / maps.perRow)) : 0;
        const tableRows = clientRows === undefined ? 0 : 1 + clientRows;
        const all = 3 + what.totalRows + what.noticeRows + mapRows + tableRows + (gaps ? 4 : 0);
        if (maps !== undefined || clientRows !== undefined) assert.ok(all <= height);
        if (maps !== undefined) assert.ok(maps.perRow <= size.columns);
        assert.ok((clientRows ?? 0) >= 0);
      }),
    );
  });
});
