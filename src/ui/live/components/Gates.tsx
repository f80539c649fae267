/** The thresholds of the run and how they stand, one a line. */
import type { GateStanding } from "../../../bench/gates/standing.js";
import type { Palette } from "../../palette.js";
import { Lines } from "../../terminal/Lines.js";
import { fitName } from "../../text.js";
import type { LiveFrame } from "../frame.js";
import type { Layout } from "../layout.js";

export interface GatesProps {
  frame: LiveFrame;
  layout: Layout;
  palette: Palette;
}

const STATE_WIDTH = 8;
const VALUE_WIDTH = 13;

export function Gates({ frame, layout, palette }: GatesProps) {
  const { gates } = frame;
  const all = gates.length <= layout.gateRows;
  // Those that are missed first, where there is no room for all.
  const shown = all ? gates : missedFirst(gates).slice(0, layout.gateRows - 1);
  const lines = shown.map((gate) => gateLine(gate, layout.columns, palette));
  if (!all) lines.push(restLine(gates, shown.length, palette));
  return <Lines lines={lines} />;
}

function missedFirst(gates: readonly GateStanding[]): GateStanding[] {
  const missed = gates.filter(({ state }) => state === "missed");
  return [...missed, ...gates.filter(({ state }) => state !== "missed")];
}

function gateLine({ text, state, value }: GateStanding, columns: number, palette: Palette): string {
  const name = fitName(text, columns - VALUE_WIDTH - STATE_WIDTH - 2);
  const word = state === "open" ? "–" : state;
  const figures = `${(value || "–").padStart(VALUE_WIDTH)}  `;
  return name + figures + (state === "missed" ? palette.warning(word) : palette.faint(word));
}

function restLine(gates: readonly GateStanding[], shown: number, palette: Palette): string {
  const missed = gates.filter(({ state }) => state === "missed").length;
  const hidden = shown === 0 ? "" : `${gates.length - shown} more; `;
  const text = `${hidden}${missed} of ${gates.length} thresholds missed`;
  return missed > 0 ? palette.warning(text) : palette.faint(text);
}
