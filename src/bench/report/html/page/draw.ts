/** One chart with uPlot, in the colours of the page. */
import uPlot from "uplot";
import type { Chart, ChartAxis, ChartLine } from "../chart.js";
import { drawCells, rangeOfCells } from "./cells.js";
import { formatValue, percentileTicks } from "./values.js";

const HEIGHT = 300;
const WIDEST = 720;
const Y_AXIS_WIDTH = 84;
const COLORS = 6;
const DASHES = [6, 4];
const POINT_SIZE = 8;
/** Powers of two, so that ticks fall on round amounts of KiB, MiB and GiB. */
const BINARY_STEPS = Array.from({ length: 50 }, (_, power) => 2 ** power);

/** @param figure is as wide as the chart may be */
export function drawChart(chart: Chart, figure: HTMLElement): uPlot {
  const color = (name: string) => getComputedStyle(figure).getPropertyValue(`--${name}`).trim();
  const width = Math.min(WIDEST, figure.clientWidth || WIDEST);
  const options: uPlot.Options = {
    title: chart.title,
    width,
    height: HEIGHT,
    scales: { x: scaleOf(chart, "x"), y: scaleOf(chart, "y") },
    axes: [axisOf(chart.xAxis, color), { ...axisOf(chart.yAxis, color), size: Y_AXIS_WIDTH }],
    series: [
      { label: chart.xAxis.unit, value: (_, value) => formatValue(value, chart.xAxis.unit) },
      ...chart.lines.map((line) => seriesOf(line, chart, color)),
    ],
    bands: chart.shaded ? bandsOf(chart, color) : [],
    hooks: {
      // Below the lines and the grid that it is read by.
      drawClear: [(plot) => drawCells(plot, chart, color("line-0"))],
      draw: [(plot) => joinPoints(plot, chart, color)],
    },
  };
  const data = [chart.x, ...chart.lines.map(({ values }) => values)];
  return new uPlot(options, data as unknown as uPlot.AlignedData, figure);
}

function scaleOf(chart: Chart, place: "x" | "y"): uPlot.Scale {
  const { scale, unit } = chart[`${place}Axis`];
  if (chart.cells !== undefined) {
    const [least, most] = rangeOfCells(chart.cells, place);
    if (scale === "linear") return { time: false, range: [least, most] };
    // From a power of ten on, so that ticks fall on round values.
    const range: [number, number] = [10 ** Math.floor(Math.log10(least)), most];
    return { time: false, distr: 3, log: 10, range };
  }
  if (scale === "logarithmic") return { time: false, distr: 3, log: 10 };
  // What counts from nothing starts there, so that a small change does not look like a large one.
  if (unit === "seconds") return { time: false };
  return { time: false, range: (_, _least, most) => [0, (most || 1) * 1.05] };
}

function axisOf({ unit }: ChartAxis, color: (name: string) => string): uPlot.Axis {
  const grid = { stroke: color("grid"), width: 1 };
  const axis: uPlot.Axis = {
    stroke: color("text"),
    grid,
    ticks: grid,
    values: (_, splits) => splits.map((value) => (value === null ? "" : formatValue(value, unit))),
  };
  if (unit === "bytes/s") return { ...axis, incrs: BINARY_STEPS };
  if (unit !== "percentile") return axis;
  return { ...axis, splits: percentileTicks, filter: (_, splits) => splits };
}

function seriesOf(
  line: ChartLine,
  { shape, yAxis }: Chart,
  color: (name: string) => string,
): uPlot.Series {
  const stroke = color(`line-${line.color % COLORS}`);
  const series: uPlot.Series = {
    label: line.label,
    stroke,
    width: 2,
    value: (_, value) => (value === null ? "–" : formatValue(value, yAxis.unit)),
    points: shape === "points" ? { show: true, size: POINT_SIZE, fill: stroke } : { show: false },
    ...(line.dashed && { dash: DASHES }),
  };
  if (shape === "points") return { ...series, paths: () => null };
  const { stepped } = uPlot.paths;
  if (shape !== "steps" || stepped === undefined) return series;
  return { ...series, paths: stepped({ align: 1 }), fill: line.dashed ? "" : `${stroke}33` };
}

/** From each line up to the next. */
function bandsOf({ lines }: Chart, color: (name: string) => string): uPlot.Band[] {
  return lines.slice(1).map((line, index) => ({
    series: [index + 2, index + 1],
    fill: `${color(`line-${line.color % COLORS}`)}2a`,
  }));
}

/** uPlot joins points from left to right; these have an order of their own. */
function joinPoints(plot: uPlot, { x, lines }: Chart, color: (name: string) => string): void {
  const { ctx } = plot;
  ctx.save();
  ctx.lineWidth = 2 * devicePixelRatio;
  ctx.lineJoin = "round";
  for (const { course = [], values, color: place } of lines) {
    ctx.strokeStyle = color(`line-${place % COLORS}`);
    ctx.beginPath();
    for (const index of course) {
      const [across, up] = [x[index], values[index]];
      if (across === undefined || up === undefined || up === null) continue;
      ctx.lineTo(plot.valToPos(across, "x", true), plot.valToPos(up, "y", true));
    }
    ctx.stroke();
  }
  ctx.restore();
}
