/** Rates of all clients together, and their course over the last minute. */
import { OPERATION_TYPES, type OperationType } from "../../../binding/native-observation.js";
import { formatBandwidth, formatRate } from "../../../units/format.js";
import { sparkline } from "../../blocks.js";
import type { Palette } from "../../palette.js";
import { fitName } from "../../text.js";
import type { WatchFrame } from "../frame.js";

const WIDTHS = { label: 7, operations: 9, bandwidth: 14, peak: 14 };
const LONGEST_SPARKLINE = 60;

/** Atomic operations where there are any. */
export function totalTypesOf({ hasAtomics }: Pick<WatchFrame, "hasAtomics">): OperationType[] {
  return OPERATION_TYPES.filter((type) => type !== "atomic" || hasAtomics);
}

export function totalLines(frame: WatchFrame, columns: number, palette: Palette): string[] {
  return totalTypesOf(frame).map((type) => totalLine(frame, type, columns, palette));
}

function totalLine(
  frame: WatchFrame,
  type: OperationType,
  columns: number,
  palette: Palette,
): string {
  const { operationsPerSecond, bytesPerSecond } = frame.total[type];
  const estimate = type === "write" && frame.bytesEstimated ? "≈ " : "";
  const figures =
    type.padEnd(WIDTHS.label) +
    `${formatRate(operationsPerSecond)}/s`.padStart(WIDTHS.operations) +
    (estimate + formatBandwidth(bytesPerSecond)).padStart(WIDTHS.bandwidth);
  const room = columns - figures.length - 2;
  if (room < 1) return fitName(figures, columns);
  const width = Math.min(LONGEST_SPARKLINE, room - WIDTHS.peak);
  if (width < 1) return figures;
  const shown = frame.history[type].slice(-width);
  const peak = Math.max(0, ...shown);
  const paint = type === "read" ? palette.read : palette.write;
  const course = `${figures}  ${paint(sparkline(shown, width))}`;
  return peak > 0 ? `${course}  peak ${formatRate(peak)}/s` : course;
}
