/** Sweeps and searches, saved and said. */
import { homedir } from "node:os";
import type { ExplorationFormat } from "../bench/curve/formats.js";
import { type FigureTable, isFigure } from "../bench/report/figures.js";
import { loadPageAssets } from "../bench/report/html/assets.js";
import { documentsDirectory, jsonText, saveDocument, writeWhole } from "../bench/result/store.js";
import { searchCsv, searchHtml, searchSummary, searchTable } from "../bench/search/reports.js";
import type { SearchReport } from "../bench/search/search.js";
import { sweepCsv, sweepHtml, sweepTable } from "../bench/sweep/reports.js";
import type { SweepReport } from "../bench/sweep/sweep.js";
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
