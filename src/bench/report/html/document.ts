/** The frame of an HTML report: one file that needs nothing beside it. */
import { type FigureTable, isFigure } from "../figures.js";
import type { PageAssets } from "./assets.js";
import type { Chart } from "./chart.js";

export interface ReportDocument {
  title: string;
  /** Elements, in order. */
  body: readonly string[];
  charts: readonly Chart[];
}

export function documentText({ title, body, charts }: ReportDocument, assets: PageAssets): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<style>
${assets.style}
</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
${body.join("\n")}
<div id="charts"><noscript>Charts need JavaScript.</noscript></div>
</main>
<script type="application/json" id="chart-data">${embeddedJson(charts)}</script>
<script>
${assets.script}
</script>
</body>
</html>
`;
}

export function tableElement(table: FigureTable): string {
  const { head, body } = table;
  const cell = (tag: "th" | "td", text: string, column: number) =>
    `<${tag}${isFigure(table, column) ? ' class="figure"' : ""}>${escapeHtml(text)}</${tag}>`;
  const row = (tag: "th" | "td", cells: readonly string[]) =>
    `<tr>${cells.map((text, column) => cell(tag, text, column)).join("")}</tr>`;
  const rows = body.map((cells) => row("td", cells));
  return `<table><thead>${row("th", head)}</thead><tbody>${rows.join("")}</tbody></table>`;
}

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** For text between tags and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** A `</script>` in a job's name must not end the element. */
function embeddedJson(value: unknown): string {
  return JSON.stringify(value).replaceAll("<", "\\u003c");
}
