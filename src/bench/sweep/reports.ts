/** A sweep as CSV and as an HTML page with its curves. */
import { stringify } from "csv-stringify/sync";
import { curveCharts } from "../curve/curve-chart.js";
import { figureText } from "../curve/figures.js";
import { FIGURE_NAMES } from "../curve/figures-schema.js";
import type { FigureTable } from "../report/figures.js";
import type { PageAssets } from "../report/html/assets.js";
import { documentText, escapeHtml, tableElement } from "../report/html/document.js";
import type { SweepPoint, SweepReport } from "./document.js";
import { describeSettings, type Settings } from "./points.js";

/** Raw figures: operations and bytes a second, nanoseconds. */
export function sweepCsv({ axes, points }: SweepReport): string {
  const names = Object.keys(axes);
  const head = [...names, ...FIGURE_NAMES, "result"];
  const lines = points.map(({ settings, figures, result }) => [
    ...names.map((name) => settings[name]),
    ...FIGURE_NAMES.map((name) => figures[name]),
    result,
  ]);
  return stringify([head, ...lines]);
}

export function sweepTable({ axes, points }: SweepReport): FigureTable {
  const names = Object.keys(axes);
  return {
    head: [...names, "IOPS", "bandwidth", "mean", "p50", "p99", "p99.9", "max", "errors"],
    labels: names.length,
    body: points.map(({ settings, figures }) => [
      ...names.map((name) => settings[name] ?? ""),
      ...FIGURE_NAMES.map((name) => figureText(figures, name)),
    ]),
  };
}

export function sweepHtml(report: SweepReport, assets: PageAssets): string {
  const title = `${report.profile}: sweep of ${Object.keys(report.axes).join(", ")}`;
  const partial = `<p class="warning">partial: the sweep was ${escapeHtml(report.status)}</p>`;
  const body = [
    ...(report.status === "completed" ? [] : [partial]),
    tableElement(sweepTable(report)),
  ];
  return documentText({ title, body, charts: curveCharts(linesOf(report)) }, assets);
}

/** A line for all points that differ in the last axis alone. */
function linesOf({ axes, points }: SweepReport) {
  const last = Object.keys(axes).at(-1) ?? "";
  const byLine = new Map<string, SweepPoint[]>();
  for (const point of points) {
    const label = describeSettings(without(point.settings, last)) || last;
    byLine.set(label, [...(byLine.get(label) ?? []), point]);
  }
  return [...byLine].map(([label, those]) => ({
    label,
    points: those.map(({ figures }) => figures),
  }));
}

function without(settings: Settings, name: string): Settings {
  return Object.fromEntries(Object.entries(settings).filter(([key]) => key !== name));
}
