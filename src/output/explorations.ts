/** Sweeps and searches, saved and said. */
import { homedir } from "node:os";
import { EXPLORATION_FORMATS, type ExplorationFormat } from "../bench/curve/formats.js";
import { type FigureTable, isFigure } from "../bench/report/figures.js";
import { loadPageAssets } from "../bench/report/html/assets.js";
import type { ReportFormat } from "../bench/report/render.js";
import { documentsDirectory, jsonText, saveDocument, writeWhole } from "../bench/result/store.js";
import type { SearchReport } from "../bench/search/document.js";
import { searchCsv, searchHtml, searchSummary, searchTable } from "../bench/search/reports.js";
import type { SweepReport } from "../bench/sweep/document.js";
import { sweepCsv, sweepHtml, sweepTable } from "../bench/sweep/reports.js";
import { UserError } from "../errors.js";
import { renderTable } from "./table.js";

export async function sweepText(report: SweepReport, format: ExplorationFormat): Promise<string> {
  if (format === "csv") return sweepCsv(report).trimEnd();
  if (format === "html") return (await pageOf(sweepHtml, report)).trimEnd();
  const partial = report.status === "completed" ? [] : [`partial: the sweep was ${report.status}`];
  return [tableText(sweepTable(report)), ...partial].join("\n\n");
}

export async function searchText(report: SearchReport, format: ExplorationFormat): Promise<string> {
  if (format === "csv") return searchCsv(report).trimEnd();
  if (format === "html") return (await pageOf(searchHtml, report)).trimEnd();
  return [tableText(searchTable(report)), searchSummary(report)].join("\n\n");
}

/**
 * A stored sweep or search in a format of results, of which it has some.
 *
 * @throws UserError `usage` for another one
 */
export function explorationText(
  document: SweepReport | SearchReport,
  format: ReportFormat,
): Promise<string> {
  if (format === "json") return Promise.resolve(jsonText(document).trimEnd());
  const known = EXPLORATION_FORMATS.find((name) => name === format);
  if (known === undefined) throw noSuchForm(document.kind, format);
  return document.kind === "sweep" ? sweepText(document, known) : searchText(document, known);
}

function noSuchForm(kind: string, format: ReportFormat): UserError {
  const known = [...EXPLORATION_FORMATS, "json"].join(", ");
  return new UserError("usage", `a ${kind} is not shown as ${format}`, {
    nextSteps: [`Choose one of: ${known}. The results of its runs have all formats.`],
  });
}

/**
 * Saves the document below the state directory, and in the user's file besides.
 *
 * @returns the files
 * @throws UserError `file_unwritable`
 */
export async function saveExploration(
  kind: "sweeps" | "searches",
  report: SweepReport | SearchReport,
  file: string | undefined,
): Promise<string[]> {
  const text = jsonText(report);
  const directory = documentsDirectory(kind, process.env, homedir());
  const saved = await saveDocument(text, directory, report.id);
  if (file === undefined) return [saved];
  await writeWhole(text, file);
  return [saved, file];
}

async function pageOf<Report>(
  page: (report: Report, assets: Awaited<ReturnType<typeof loadPageAssets>>) => string,
  report: Report,
): Promise<string> {
  return page(report, await loadPageAssets());
}

function tableText(table: FigureTable): string {
  const columns = table.head.map((name, column) => ({
    head: name.toUpperCase(),
    align: isFigure(table, column) ? ("right" as const) : ("left" as const),
  }));
  return renderTable(columns, [...table.body]);
}
