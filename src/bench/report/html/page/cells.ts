/** The rectangles of a heat map, drawn on a chart with uPlot. */
import type uPlot from "uplot";
import type { Chart, ChartCell } from "../chart.js";

/** What one in a thousand is still seen by. */
const FAINTEST = 0.12;
const DECADES = 3;

/** One latency among thousands is what people look for: shares count by their order. */
function opacityOf({ share }: ChartCell): number {
  const place = 1 + Math.log10(share) / DECADES;
  return FAINTEST + (1 - FAINTEST) * Math.max(0, place);
}

export function drawCells(plot: uPlot, { cells = [] }: Chart, color: string): void {
  const { ctx } = plot;
  ctx.save();
  ctx.fillStyle = color;
  for (const cell of cells) {
    const [left, right] = cell.x.map((x) => Math.round(plot.valToPos(x, "x", true)));
    const [bottom, top] = cell.y.map((y) => Math.round(plot.valToPos(y, "y", true)));
    if (left === undefined || right === undefined) continue;
    if (bottom === undefined || top === undefined) continue;
    ctx.globalAlpha = opacityOf(cell);
    ctx.fillRect(left, top, Math.max(1, right - left), Math.max(1, bottom - top));
  }
  ctx.restore();
}

/** From the least to the greatest of what the cells cover. */
export function rangeOfCells(
  cells: readonly ChartCell[],
  axis: "x" | "y",
): [least: number, most: number] {
  let [least, most] = [Number.POSITIVE_INFINITY, 0];
  for (const { [axis]: span } of cells) {
    least = Math.min(least, span[0]);
    most = Math.max(most, span[1]);
  }
  return [least, most];
}
