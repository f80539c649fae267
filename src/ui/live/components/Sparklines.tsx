/** A figure's course over time, second by second, one line for each direction. */
import type { DirectionPair } from "../../../binding/native.js";
import { sparkline } from "../../blocks.js";
import type { Palette } from "../../palette.js";
import { Lines } from "./Lines.js";

export interface SparklinesProps {
  label: string;
  directions: DirectionPair<boolean>;
  history: DirectionPair<readonly number[]>;
  format(value: number): string;
  columns: number;
  palette: Palette;
}

const LABEL_WIDTH = 11;
const FIGURES_WIDTH = 23;

export function Sparklines(props: SparklinesProps) {
  const { label, directions, history, format, columns, palette } = props;
  const rights = (["read", "write"] as const).filter((right) => directions[right]);
  const width = columns - LABEL_WIDTH - FIGURES_WIDTH;
  const lines = rights.map((right) => {
    const values = history[right];
    const name = `${label} ${right}`.padEnd(LABEL_WIDTH);
    const latest = values.at(-1);
    if (latest === undefined) return name;
    const peak = Math.max(...values.slice(-width));
    const figures = `${format(latest).padStart(9)}, peak ${format(peak)}`;
    return name + palette[right](sparkline(values, width)) + figures;
  });
  return <Lines lines={lines} />;
}
