/** A search as CSV and as an HTML page: the curve that it has seen, by rate. */
import { stringify } from "csv-stringify/sync";
import { formatRate } from "../../units/format.js";
import { curveCharts } from "../curve/curve-chart.js";
import { figureText } from "../curve/figures.js";
import { FIGURE_NAMES } from "../curve/figures-schema.js";
import type { FigureTable } from "../report/figures.js";
import type { PageAssets } from "../report/html/assets.js";
import { documentText, escapeHtml, tableElement } from "../report/html/document.js";
import type { Probe, SearchReport } from "./document.js";
import { NOT_REACHED } from "./search.js";

/** In the order of the rates. */
export function curveOf({ probes }: SearchReport): Probe[] {
  return [...probes].sort((a, b) => a.rate - b.rate);
}

/** Raw figures: operations and bytes a second, nanoseconds. */
export function searchCsv(report: SearchReport): string {
  const head = ["rate", "purpose", "kept", "missed", ...FIGURE_NAMES, "result"];
  const lines = curveOf(report).map(({ rate, purpose, kept, missed, figures, result }) => [
    ...[rate, purpose, kept ? 1 : 0, missed.join("; ")],
    ...FIGURE_NAMES.map((name) => figures[name]),
    result,
  ]);
  return stringify([head, ...lines]);
}

export function searchTable(report: SearchReport): FigureTable {
  return {
    head: ["probe", "rate", "IOPS", "mean", "p50", "p99", "p99.9", "max", "targets"],
    labels: 1,
    words: 1,
    body: curveOf(report).map(({ purpose, rate, figures, kept, missed }) => [
      purpose,
      formatRate(rate),
      ...(["iops", "lat.mean", "lat.p50", "lat.p99", "lat.p99.9", "lat.max"] as const).map((name) =>
        figureText(figures, name),
      ),
      verdictText({ kept, missed }, report.targets),
    ]),
  };
}

/** Which target it was is said where there are several. */
function verdictText({ kept, missed }: Pick<Probe, "kept" | "missed">, targets: string[]): string {
  if (kept) return "kept";
  if (missed.includes(NOT_REACHED)) return NOT_REACHED;
  return targets.length === 1 ? "missed" : `missed ${missed.join(", ")}`;
}

/** What came of it, in a sentence. */
export function searchSummary({ end, rate, targets, precision }: SearchReport): string {
  const all = targets.join(" and ");
  if (rate === null) return end === "none" ? `No rate keeps ${all}.` : "Stopped before any rate.";
  const limit = `${formatRate(rate)} operations a second keep ${all}`;
  if (end === "stopped") return `Stopped: ${limit}, not confirmed.`;
  if (end === "max_rate") return `${limit}, confirmed twice; that is the highest rate allowed.`;
  return `${limit}, confirmed twice; the limit is less than ${100 * precision} % above.`;
}

export function searchHtml(report: SearchReport, assets: PageAssets): string {
  const title = `${report.profile}: the highest rate for ${report.targets.join(" and ")}`;
  const body = [`<p>${escapeHtml(searchSummary(report))}</p>`, tableElement(searchTable(report))];
  const points = curveOf(report).map(({ figures }) => figures);
  const charts = curveCharts([{ label: report.profile, points }]);
  return documentText({ title, body, charts }, assets);
}
