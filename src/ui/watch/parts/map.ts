/** A map of the volume: a head with the meaning of its levels, then its cells in rows. */
import { formatBytes } from "../../../units/bytes.js";
import { formatRate } from "../../../units/format.js";
import type { Palette } from "../../palette.js";
import { fitName } from "../../text.js";
import type { MapKind, WatchFrame } from "../frame.js";
import { type MapLayout, OFFSET_WIDTH } from "../layout.js";
import {
  activityThresholds,
  DIRTY_THRESHOLDS,
  LEVEL_GLYPHS,
  levelOf,
  mergeActivity,
  mergeDirty,
  type Thresholds,
} from "../levels.js";

const LABEL_WIDTH = 9;

export function mapLines(
  frame: WatchFrame,
  kind: MapKind,
  layout: MapLayout,
  columns: number,
  palette: Palette,
): string[] {
  const { values, thresholds } = contentOf(frame, kind, layout.merge);
  const levels = values.map((value) => levelOf(value, thresholds));
  const rows = Array.from({ length: Math.ceil(levels.length / layout.perRow) }, (_, row) => {
    const first = row * layout.perRow;
    const cells = paintCells(levels.slice(first, first + layout.perRow), palette[kind], palette);
    return offsetOf(frame, layout, first) + cells;
  });
  const legend = legendOf(kind, thresholds, layout.merge);
  const narrow = LABEL_WIDTH + legend.length > columns;
  const meanings = narrow ? legend.replaceAll("  ", " ") : legend;
  const head = fitName(labelOf(frame, kind).padEnd(LABEL_WIDTH) + meanings, columns);
  return [palette.strong(head.slice(0, LABEL_WIDTH)) + head.slice(LABEL_WIDTH), ...rows];
}

function contentOf(frame: WatchFrame, kind: MapKind, merge: number) {
  if (kind === "dirty") {
    return { values: mergeDirty(frame.dirtyCells, merge), thresholds: DIRTY_THRESHOLDS };
  }
  const map = frame.activity[kind];
  return { values: mergeActivity(map.cells, merge), thresholds: activityThresholds(map) };
}

function labelOf({ hasAtomics }: WatchFrame, kind: MapKind): string {
  if (kind === "dirty") return kind;
  return kind === "write" && hasAtomics ? "wr+at/s" : `${kind}/s`;
}

function legendOf(kind: MapKind, thresholds: Thresholds, merge: number): string {
  const bounds =
    kind === "dirty"
      ? ["≥25%", "≥50%", "all"]
      : thresholds.map((threshold) => `≥${shortRate(threshold)}`);
  const steps = ["0", ">0", ...bounds].map((bound, level) => `${LEVEL_GLYPHS[level]} ${bound}`);
  const merged = `, ${kind === "dirty" ? "" : "hottest "}of ${merge} cells`;
  return steps.join("  ") + (merge > 1 ? merged : "");
}

/** A rate without zeros that say nothing: `2k` for `2.00k`. */
function shortRate(perSecond: number): string {
  const text = formatRate(perSecond);
  return text.includes(".") ? text.replace(/\.?0+(?=[kMG]?$)/, "") : text;
}

function offsetOf(frame: WatchFrame, { offsets, merge }: MapLayout, first: number): string {
  if (!offsets) return "";
  const text = formatBytes(first * merge * frame.cellSizeBytes);
  return `${text.padStart(OFFSET_WIDTH - 1)} `;
}

/** Runs of the same color together: each change of it costs as much as several cells. */
function paintCells(
  levels: readonly number[],
  paint: (text: string) => string,
  palette: Palette,
): string {
  const glyphs = levels.map((level) => LEVEL_GLYPHS[level] ?? " ").join("");
  const idle = LEVEL_GLYPHS[0];
  const runs = glyphs.match(new RegExp(`${idle}+|[^${idle}]+`, "g")) ?? [];
  return runs.map((run) => (run.startsWith(idle) ? palette.faint(run) : paint(run))).join("");
}
