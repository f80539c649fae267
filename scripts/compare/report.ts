/** Rows as a table for people and as a document for programs. */
import { renderTable } from "../../src/output/table.js";
import { formatRate } from "../../src/units/format.js";
import type { Options } from "./options.js";
import type { Row, Spread, Target, Unit } from "./row.js";

/** Where and how the rows were measured. */
export interface Circumstances extends Pick<Options, "rounds" | "seconds"> {
  cpu: string;
  cores: number;
  /** The processes that wanted to run, over the minute before the start. */
  load_average: number;
}

const COLUMNS = [
  { head: "COMPARISON" },
  { head: "MEMVOL", align: "right" },
  { head: "AGAINST", align: "right" },
  { head: "RATIO (MIN..MAX)", align: "right" },
  { head: "TARGET", align: "right" },
  { head: "" },
] as const;

export function textReport(circumstances: Circumstances, rows: readonly Row[]): string {
  const { rounds, seconds, cpu, cores, load_average } = circumstances;
  const lines = [
    `${cores} cores of ${cpu}, load average ${load_average.toFixed(2)} at the start`,
    `medians of ${rounds} rounds of ${seconds} s a side`,
    "",
    renderTable([...COLUMNS], rows.flatMap(cells)),
  ];
  for (const row of rows) {
    if (row.kind === "not_run") lines.push("", `Not run: ${row.title}: ${row.reason}`);
  }
  lines.push("", "Start-up times: npm run bench:startup. What the rows mean: docs/measuring.md.");
  return `${lines.join("\n")}\n`;
}

export function jsonReport(circumstances: Circumstances, rows: readonly Row[]): string {
  return `${JSON.stringify({ ...circumstances, rows }, undefined, 2)}\n`;
}

function cells(row: Row): string[][] {
  if (row.kind === "not_run") return [];
  const target = row.target === null ? "" : targetText(row.target);
  const met = row.met === null ? "" : row.met ? "met" : "NOT MET";
  const ours = valueText(row.ours.median, row.unit);
  if (row.kind === "figure") {
    const { min, max } = row.ours;
    const range = `(${valueText(min, row.unit)}..${valueText(max, row.unit)})`;
    return [[row.title, ours, "", range, target, met]];
  }
  const theirs = `${row.against} ${valueText(row.theirs.median, row.unit)}`;
  return [[row.title, ours, theirs, ratioText(row.ratio), target, met]];
}

function valueText(value: number, unit: Unit): string {
  return unit === "ns" ? `${value.toFixed(2)} ns` : `${formatRate(value)}/s`;
}

function ratioText({ median, min, max }: Spread): string {
  return `${median.toFixed(3)} (${min.toFixed(3)}..${max.toFixed(3)})`;
}

function targetText(target: Target): string {
  return "below" in target ? `< ${target.below}` : `≥ ${bound(target.at_least)}`;
}

/** A ratio as it is, a rate as rates are. */
function bound(value: number): string {
  return value < 1000 ? String(value) : formatRate(value);
}
