/** Service latency: a row for each step of a logarithmic axis, read and write side by side. */
import type { Direction } from "../../../binding/native.js";
import { formatDurationNs, formatRate } from "../../../units/format.js";
import { horizontalBar } from "../../blocks.js";
import type { Palette } from "../../palette.js";
import { Lines } from "../../terminal/Lines.js";
import { type LiveFrame, type Selection, usedDirections } from "../frame.js";
import { type HistogramRow, histogramRows } from "../histogram-rows.js";
import type { Layout } from "../layout.js";

export interface HistogramProps {
  frame: LiveFrame;
  layout: Layout;
  palette: Palette;
}

const LABEL_WIDTH = 9;
const SHARE_WIDTH = 7;

const SELECTION_NAMES: Record<Selection, string> = {
  interval: "last second",
  cumulative: "whole run",
};

export function Histogram({ frame, layout, palette }: HistogramProps) {
  const rights = usedDirections(frame.directions);
  const panelWidth = Math.floor((layout.columns - LABEL_WIDTH) / Math.max(1, rights.length));
  const head = palette.strong(headLine(frame, rights, panelWidth));
  const rows = rowsOf(frame, layout.histogramRows);
  const lines = rows.map((row, index) => {
    const panels = rights.map((right) => panel(frame, rows, row, right, panelWidth, palette));
    return labelOf(row, index, rows.length).padStart(LABEL_WIDTH) + panels.join("");
  });
  const missing = Array.from({ length: layout.histogramRows - lines.length }, () => "");
  return <Lines lines={[head, ...lines, ...missing]} />;
}

function rowsOf({ span, latency }: LiveFrame, rows: number): HistogramRow[] {
  if (span === undefined) return [];
  const buckets = { read: latency.read.buckets, write: latency.write.buckets };
  return histogramRows(buckets, span, rows);
}

function headLine(frame: LiveFrame, rights: readonly Direction[], panelWidth: number): string {
  const panels = rights.map((right) => {
    const count = formatRate(frame.latency[right].count);
    return `${count} ${right}s, ${SELECTION_NAMES[frame.selection]}`.padEnd(panelWidth);
  });
  return "service".padStart(LABEL_WIDTH - 1).padEnd(LABEL_WIDTH) + panels.join("");
}

function panel(
  frame: LiveFrame,
  rows: readonly HistogramRow[],
  row: HistogramRow,
  right: Direction,
  width: number,
  palette: Palette,
): string {
  const count = row.counts[right];
  const highest = Math.max(...rows.map((other) => other.counts[right]));
  const fraction = highest > 0 ? count / highest : 0;
  const bar = horizontalBar(fraction, width - SHARE_WIDTH - 2);
  const share = shareText(count, frame.latency[right].count).padStart(SHARE_WIDTH);
  return ` ${palette.faint("│")}${palette[right](bar)}${share}`;
}

function labelOf({ floorNs, ceilingNs }: HistogramRow, index: number, rows: number): string {
  if (index === 0) return `< ${formatDurationNs(ceilingNs)}`;
  return index === rows - 1 ? `≥ ${formatDurationNs(floorNs)}` : formatDurationNs(floorNs);
}

function shareText(count: number, total: number): string {
  if (count <= 0 || total <= 0) return "";
  const percent = (100 * count) / total;
  if (percent < 0.005) return "<0.01%";
  if (percent >= 99.95) return "100%";
  return `${percent.toFixed(percent < 9.995 ? 2 : 1)}%`;
}
