/** A result as Markdown, for a pull request or a page. */
import { markdownTable } from "markdown-table";
import type { JobRow, RunResult } from "../result/result.js";
import {
  describeJob,
  type FigureTable,
  isFigure,
  latencyTable,
  rateTable,
  usedDirections,
} from "./figures.js";
import { rowLabels } from "./labels.js";
import { notesOf, targetParts } from "./notes.js";
import { thresholdTable } from "./thresholds.js";
import { workerTable } from "./workers.js";

export function markdownReport(result: RunResult): string {
  const { profile, started_at, cpu } = result.memvol;
  const labels = rowLabels(result);
  const facts = [...targetParts(result), `${cpu.count} × ${cpu.model}`, started_at];
  const workers = workerTable(result);
  const thresholds = thresholdTable(result);
  const notes = notesOf(result).map(({ text }) => `- ${escaped(text)}`);
  const sections = [
    `# ${escaped(profile.name)}`,
    escaped(facts.join(", ")),
    ...result.jobs.flatMap((row, index) => jobSections(row, labels[index] ?? row.jobname)),
    ...(workers.body.length > 0 ? ["## Workers", tableOf(workers)] : []),
    ...(thresholds.body.length > 0 ? ["## Thresholds", tableOf(thresholds)] : []),
    ...(notes.length > 0 ? [notes.join("\n")] : []),
  ];
  return `${sections.join("\n\n")}\n`;
}

function jobSections(row: JobRow, label: string): string[] {
  const head = [`## ${escaped(label)}`, escaped(describeJob(row))];
  if (usedDirections(row).length === 0) return [...head, "No operation completed."];
  return [...head, tableOf(rateTable(row)), tableOf(latencyTable(row))];
}

function tableOf(table: FigureTable): string {
  const { head, body } = table;
  const align = head.map((_, column) => (isFigure(table, column) ? "r" : "l"));
  const rows = [head, ...body].map((cells) => cells.map(escaped));
  return markdownTable(rows, { align });
}

/** Names and messages are not to be taken for markup. */
function escaped(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]<>#|]/g, "\\$&");
}
