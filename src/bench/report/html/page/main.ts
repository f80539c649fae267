/** The script of a report: draws each chart that the page holds as data, and follows the theme. */
import type { Chart } from "../chart.js";
import { drawChart } from "./draw.js";

function textOf(id: string): string {
  return document.getElementById(id)?.textContent ?? "[]";
}

const place = document.getElementById("charts");
const charts: Chart[] = JSON.parse(textOf("chart-data"));
const drawn = new Map<HTMLElement, { destroy(): void }>();
let figures: HTMLElement[] = [];

function draw(figure: HTMLElement): void {
  const chart = charts[figures.indexOf(figure)];
  if (chart !== undefined && !drawn.has(figure)) drawn.set(figure, drawChart(chart, figure));
}

/** A run of hundreds of jobs has as many charts: each is drawn once it comes near. */
const nearby = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (isIntersecting && target instanceof HTMLElement) draw(target);
    }
  },
  { rootMargin: "100%" },
);

function drawAll(): void {
  nearby.disconnect();
  for (const chart of drawn.values()) chart.destroy();
  drawn.clear();
  figures = charts.map(() => document.createElement("figure"));
  place?.replaceChildren(...figures);
  for (const figure of figures) nearby.observe(figure);
}

drawAll();
addEventListener("beforeprint", () => figures.forEach(draw));
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);

let width = window.innerWidth;
addEventListener("resize", () => {
  if (window.innerWidth === width) return;
  width = window.innerWidth;
  drawAll();
});
