/** The script of a report: draws each chart that the page holds as data, and follows the theme. */
import type { Chart } from "../chart.js";
import { drawChart } from "./draw.js";

function textOf(id: string): string {
  return document.getElementById(id)?.textContent ?? "[]";
}

const place = document.getElementById("charts");
const charts: Chart[] = JSON.parse(textOf("chart-data"));
let drawn: { destroy(): void }[] = [];

function drawAll(): void {
  if (place === null) return;
  for (const chart of drawn) chart.destroy();
  // All of them first: how wide each is depends on how many there are.
  const figures = charts.map((chart) => ({ chart, figure: document.createElement("figure") }));
  place.replaceChildren(...figures.map(({ figure }) => figure));
  drawn = figures.map(({ chart, figure }) => drawChart(chart, figure));
}

drawAll();
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);

let width = window.innerWidth;
addEventListener("resize", () => {
  if (window.innerWidth === width) return;
  width = window.innerWidth;
  drawAll();
});
