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
  place.replaceChildren();
  drawn = charts.map((chart) => drawChart(chart, place));
}

drawAll();
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);

let width = window.innerWidth;
addEventListener("resize", () => {
  if (window.innerWidth === width) return;
  width = window.innerWidth;
  drawAll();
});
