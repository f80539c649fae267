/** Rows as a table for people and as a document for programs. */
import { renderTable } from "../../src/output/table.js";
import { horizontalBar } from "../../src/ui/blocks.js";
import { formatDurationNs, formatRate } from "../../src/units/format.js";
import type { Options } from "./options.js";
import type { FigureRow, HistogramRow, RatioRow, Row, Spread, Target, Unit } from "./row.js";

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

const BAR_WIDTH = 40;

/** @param seeAlso the last line */
export function textReport(
  circumstances: Circumstances,
  rows: readonly Row[],
  seeAlso: string,
): string {
  const { rounds, seconds, cpu, cores, load_average } = circumstances;
  const lines = [
    `${cores} cores of ${cpu}, load average ${load_average.toFixed(2)} at the start`,
    `medians of ${rounds} rounds of ${seconds} s a side`,
    "",
    renderTable([...COLUMNS], rows.flatMap(cells)),
    ...rows.flatMap(paragraph),
    "",
    seeAlso,
  ];
  return `${lines.join("\n")}\n`;
}

export function jsonReport(circumstances: Circumstances, rows: readonly Row[]): string {
  return `${JSON.stringify({ ...circumstances, rows }, undefined, 2)}\n`;
}

/** The row's line of the table, of those that have one. */
function cells(row: Row): string[][] {
  if (row.kind === "ratio") return [ratioCells(row)];
  return row.kind === "figure" ? [figureCells(row)] : [];
}

function ratioCells({ title, ours, against, theirs, ratio, target, met, unit }: RatioRow) {
  const other = `${against} ${valueText(theirs.median, unit)}`;
  const bound = target === null ? "" : targetText(target, String);
  return [title, valueText(ours.median, unit), other, ratioText(ratio), bound, verdict(met)];
}

function figureCells({ title, ours, target, met, unit }: FigureRow) {
  const inUnit = (value: number) => valueText(value, unit);
  const range = `(${inUnit(ours.min)}..${inUnit(ours.max)})`;
  const bound = target === null ? "" : targetText(target, inUnit);
  return [title, inUnit(ours.median), "", range, bound, verdict(met)];
}

function verdict(met: boolean | null): string {
  if (met === null) return "";
  return met ? "met" : "NOT MET";
}

function valueText(value: number, unit: Unit): string {
  if (unit === "share") return value.toFixed(3);
  return unit === "ns" ? formatDurationNs(value) : `${formatRate(value)}/s`;
}

function ratioText({ median, min, max }: Spread): string {
  return `${median.toFixed(3)} (${min.toFixed(3)}..${max.toFixed(3)})`;
}

function targetText({ at_least, at_most, below }: Target, text: (bound: number) => string): string {
  const bounds = [
    at_least === undefined ? [] : [`≥ ${text(at_least)}`],
    at_most === undefined ? [] : [`≤ ${text(at_most)}`],
    below === undefined ? [] : [`< ${text(below)}`],
  ];
  return bounds.flat().join(", ");
}

/** What stands below the table, of rows that have no line in it. */
function paragraph(row: Row): string[] {
  if (row.kind === "not_run") return ["", `Not run: ${row.title}: ${row.reason}`];
  return row.kind === "histogram" ? ["", row.title, ...barLines(row)] : [];
}

function barLines({ bars }: HistogramRow): string[] {
  const total = bars.reduce((sum, { count }) => sum + count, 0);
  const peak = Math.max(...bars.map(({ count }) => count));
  return bars.map(({ floor_ns, count }) => {
    const share = `${((100 * count) / total).toFixed(3)}%`;
    const bar = horizontalBar(count / peak, BAR_WIDTH).trimEnd();
    return `${formatDurationNs(floor_ns).padStart(10)} ${share.padStart(8)} ${bar}`.trimEnd();
  });
}
