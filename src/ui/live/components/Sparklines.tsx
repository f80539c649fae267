/** A figure's course over time, second by second, one line for each direction. */
import type { DirectionTriple } from "../../../directions.js";
import { sparkline } from "../../blocks.js";
import type { Palette } from "../../palette.js";
import { Lines } from "../../terminal/Lines.js";
import { usedDirections } from "../frame.js";

export interface SparklinesProps {
  label: string;
  directions: DirectionTriple<boolean>;
  history: DirectionTriple<readonly number[]>;
  format(value: number): string;
  columns: number;
  palette: Palette;
}

const LABEL_WIDTH = 11;
const FIGURES_WIDTH = 23;

export function Sparklines(props: SparklinesProps) {
  const { label, directions, history, format, columns, palette } = props;
  const rights = usedDirections(directions);
  const width = columns - LABEL_WIDTH - FIGURES_WIDTH;
  const lines = rights.map((right) => {
    const values = history[right];
    const name = `${label} ${right}`.padEnd(LABEL_WIDTH);
    const peak = Math.max(0, ...values.slice(-width));
    if (peak === 0) return name;
    const figures = `${format(values.at(-1) ?? 0).padStart(9)}, peak ${format(peak)}`;
    return name + palette[right](sparkline(values, width)) + figures;
  });
  return <Lines lines={lines} />;
}
