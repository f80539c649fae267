/** A result for the terminal: figures first, then what qualifies them, then where it is kept. */
import { styleText } from "node:util";
import Table from "cli-table3";
import type { JobRow, RunResult } from "../result/result.js";
import {
  describeJob,
  type FigureTable,
  isFigure,
  latencyTable,
  rateTable,
  usedDirections,
} from "./figures.js";
import { type Note, notesOf, targetParts } from "./notes.js";
import { MISSED, thresholdTable } from "./thresholds.js";
import { workerTable } from "./workers.js";

export interface TextReportOptions {
  color: boolean;
  /** The files that the result is saved in. */
  savedIn: readonly string[];
}

type Emphasis = "bold" | "dim" | "red" | "yellow";
type Paint = (emphasis: Emphasis, text: string) => string;

/** The report, ending in a newline. */
export function textReport(result: RunResult, options: TextReportOptions): string {
  const paint: Paint = (emphasis, text) =>
    options.color ? styleText(emphasis, text, { validateStream: false }) : text;
  const sections = [
    [[paint("bold", result.memvol.profile.name), ...targetParts(result)].join("  ")],
    ...result.jobs.map((row) => jobSection(row, paint)),
    workerSection(result, paint),
    thresholdSection(result, paint),
    notesOf(result).map((note) => noteLine(note, paint)),
    options.savedIn.map((path) => `saved in ${path}`),
  ];
  const filled = sections.filter((lines) => lines.length > 0);
  return `${filled.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function jobSection(row: JobRow, paint: Paint): string[] {
  const head = `${paint("bold", row.jobname)}  ${describeJob(row)}`;
  if (usedDirections(row).length === 0) return [head, "  no operation completed"];
  return [
    head,
    ...table(reddenErrors(rateTable(row), paint), paint),
    "",
    ...table(latencyTable(row), paint),
  ];
}

function reddenErrors(rates: FigureTable, paint: Paint): FigureTable {
  const body = rates.body.map((cells) => {
    const errors = cells.at(-1) ?? "0";
    return errors === "0" ? cells : [...cells.slice(0, -1), paint("red", errors)];
  });
  return { ...rates, body };
}

function workerSection(result: RunResult, paint: Paint): string[] {
  const workers = workerTable(result);
  return workers.body.length === 0 ? [] : table(reddenErrors(workers, paint), paint);
}

function thresholdSection(result: RunResult, paint: Paint): string[] {
  const thresholds = thresholdTable(result);
  if (thresholds.body.length === 0) return [];
  const body = thresholds.body.map((cells) =>
    cells.map((cell) => (cell === MISSED ? paint("red", cell) : cell)),
  );
  return table({ ...thresholds, body }, paint);
}

const NOTE_EMPHASIS = { failure: "red", warning: "yellow" } as const;

function noteLine({ level, text }: Note, paint: Paint): string {
  return level === "note" ? text : paint(NOTE_EMPHASIS[level], text);
}

const NO_LINES = {
  ...{ top: "", "top-mid": "", "top-left": "", "top-right": "" },
  ...{ bottom: "", "bottom-mid": "", "bottom-left": "", "bottom-right": "" },
  ...{ left: "", "left-mid": "", mid: "", "mid-mid": "" },
  ...{ right: "", "right-mid": "", middle: "" },
};

/** Aligned columns without lines: labels to the left, figures to the right. */
function table(figures: FigureTable, paint: Paint): string[] {
  const { head, body } = figures;
  const lines = new Table({
    chars: NO_LINES,
    style: { "padding-left": 2, "padding-right": 0, head: [], border: [] },
    colAligns: head.map((_, column) => (isFigure(figures, column) ? "right" : "left")),
  });
  lines.push(
    head.map((cell) => (cell === "" ? cell : paint("dim", cell))),
    ...body,
  );
  return lines
    .toString()
    .split("\n")
    .map((line) => line.trimEnd());
}
