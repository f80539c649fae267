/** Service-latency percentiles of each direction. */
import { SNAPSHOT_PERCENTILES } from "../../../binding/native-run.js";
import { formatDurationNs } from "../../../units/format.js";
import type { Palette } from "../../palette.js";
import { Lines } from "../../terminal/Lines.js";
import { alignRight } from "../../text.js";
import { type LiveFrame, usedDirections } from "../frame.js";
import type { LatencyView } from "../latency-view.js";
import type { Layout } from "../layout.js";

export interface PercentileTableProps {
  frame: LiveFrame;
  layout: Layout;
  palette: Palette;
}

const RANKS: readonly number[] = SNAPSHOT_PERCENTILES;
const LABEL_WIDTH = 7;
const LEAST_COLUMN_WIDTH = 9;

/** The first to go where columns are scarce. */
const SPARED_PERCENTILE = 95;

export function PercentileTable({ frame, layout, palette }: PercentileTableProps) {
  const rights = usedDirections(frame.directions);
  const { ranks, width } = planColumns(layout.columns);
  // Marked, because figures of several jobs are estimated from the histogram.
  const mark = rights.some((right) => frame.latency[right].estimated) ? "≈p" : "p";
  const head = [...ranks.map((rank) => `${mark}${rank}`), "max"];
  return (
    <Lines
      lines={[
        palette.faint(" ".repeat(LABEL_WIDTH) + alignRight(head, width)),
        ...rights.map((right) => {
          const cells = cellsOf(frame.latency[right], ranks);
          return palette[right](right.padEnd(LABEL_WIDTH)) + alignRight(cells, width);
        }),
      ]}
    />
  );
}

function planColumns(columns: number) {
  const widthFor = (count: number) => Math.floor((columns - LABEL_WIDTH) / count);
  const width = widthFor(RANKS.length + 1);
  if (width >= LEAST_COLUMN_WIDTH) return { ranks: RANKS, width };
  const ranks = RANKS.filter((rank) => rank !== SPARED_PERCENTILE);
  return { ranks, width: widthFor(ranks.length + 1) };
}

function cellsOf(latency: LatencyView, ranks: readonly number[]): string[] {
  if (latency.count === 0) return [...ranks, "max"].map(() => "-");
  const values = ranks.map((rank) => {
    return latency.percentilesNs[RANKS.indexOf(rank)] ?? 0;
  });
  return [...values, latency.maxNs].map(formatDurationNs);
}
