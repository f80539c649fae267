import assert from "node:assert/strict";
import { jsonReport, textReport } from "../../../scripts/compare/report.js";
import { figureRow, type Row, ratioRow } from "../../../scripts/compare/row.js";

const CIRCUMSTANCES = { rounds: 3, seconds: 2, cpu: "Example", cores: 2, load_average: 0.125 };

const ROWS: Row[] = [
  ratioRow(
    { title: "reads", unit: "operations/s", against: "bare loop", target: { at_least: 0.95 } },
    { ours: [98_000, 96_000, 90_000], theirs: [100_000, 100_000, 100_000] },
  ),
  ratioRow(
    { title: "p99", unit: "ns", against: "none", target: { at_least: 0.97, at_most: 1.03 } },
    { ours: [12_600], theirs: [12_000] },
  ),
  figureRow({ title: "generator", unit: "operations/s", target: { at_least: 10e6 } }, [9.5e6]),
  figureRow({ title: "recording", unit: "ns", target: { below: 5 } }, [1.5, 1.25]),
  figureRow({ title: "clock", unit: "ns", target: null }, [25]),
  ratioRow(
    { title: "larger", unit: "share", against: "smaller", target: { at_least: 0.97 } },
    { ours: [0.95], theirs: [1] },
  ),
  {
    kind: "histogram",
    title: "lag",
    bars: [
      { floor_ns: 0, count: 0 },
      { floor_ns: 8192, count: 3 },
      { floor_ns: 16384, count: 1 },
    ],
  },
  { kind: "not_run", title: "other", reason: "no fio on the PATH" },
];

function lineWith(start: string): string {
  const lines = textReport(CIRCUMSTANCES, ROWS, "see also").split("\n");
  return lines.find((line) => line.startsWith(start))?.replace(/ {2,}/g, "  ") ?? "no such line";
}

describe("report of the comparison", () => {
  it("text__has_both_sides_the_ratio_with_its_range_and_the_verdict", () => {
    const sides = "reads  96.0k/s  bare loop 100k/s";
    assert.equal(lineWith("reads"), `${sides}  0.960 (0.900..0.980)  ≥ 0.95  met`);
  });

  it("text__has_figures_in_their_unit_with_their_range", () => {
    const generator = "generator  9.50M/s  (9.50M/s..9.50M/s)  ≥ 10.0M/s  NOT MET";
    assert.equal(lineWith("generator"), generator);
    assert.equal(lineWith("recording"), "recording  1.38 ns  (1.25 ns..1.50 ns)  < 5 ns  met");
    assert.equal(lineWith("clock"), "clock  25 ns  (25 ns..25 ns)");
  });

  it("text__has_times_compared_with_both_bounds", () => {
    const sides = "p99  12.6 µs  none 12.0 µs";
    assert.equal(lineWith("p99"), `${sides}  1.050 (1.050..1.050)  ≥ 0.97, ≤ 1.03  NOT MET`);
  });

  it("text__has_shares_as_they_are", () => {
    const sides = "larger  0.950  smaller 1.000";
    assert.equal(lineWith("larger"), `${sides}  0.950 (0.950..0.950)  ≥ 0.97  NOT MET`);
  });

  it("text__has_histograms_below_the_table_with_shares_and_bars", () => {
    const text = textReport(CIRCUMSTANCES, ROWS, "see also");
    const from = text.split("\n").indexOf("lag");
    const lines = text.split("\n").slice(from + 1, from + 4);
    assert.deepEqual(lines, [
      "      0 ns   0.000%",
      `   8.19 µs  75.000% ${"█".repeat(40)}`,
      `   16.4 µs  25.000% ${"█".repeat(13)}▍`,
    ]);
  });

  it("text__ends_with_where_to_read_on", () => {
    assert.match(textReport(CIRCUMSTANCES, ROWS, "see also"), /\n\nsee also\n$/);
  });

  it("text__says_what_was_not_run_and_why", () => {
    assert.equal(lineWith("Not run"), "Not run: other: no fio on the PATH");
  });

  it("text__says_how_busy_the_machine_was", () => {
    assert.equal(lineWith("2 cores"), "2 cores of Example, load average 0.13 at the start");
  });

  it("json__is_circumstances_and_rows_as_they_are", () => {
    const document = jsonReport(CIRCUMSTANCES, ROWS);
    assert.deepEqual(JSON.parse(document), { ...CIRCUMSTANCES, rows: ROWS });
  });
});
