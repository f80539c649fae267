/** The live view of a stage: a pure function of a frame and the terminal's size. */
import { Box } from "ink";
import { formatDurationNs, formatRate } from "../../units/format.js";
import type { Palette } from "../palette.js";
import { keyHelp } from "../terminal/key-help.js";
import { Lines } from "../terminal/Lines.js";
import type { TerminalSize } from "../terminal/size.js";
import { useKeys } from "../terminal/use-keys.js";
import { Gates } from "./components/Gates.js";
import { Header } from "./components/Header.js";
import { Histogram } from "./components/Histogram.js";
import { JobTable } from "./components/JobTable.js";
import { PercentileTable } from "./components/PercentileTable.js";
import { ReducedView } from "./components/ReducedView.js";
import { Sparklines } from "./components/Sparklines.js";
import { type LiveFrame, usedDirections } from "./frame.js";
import { actionOf, type KeyAction, keysOf } from "./keys.js";
import { planLayout } from "./layout.js";

export interface LiveViewProps {
  frame: LiveFrame;
  size: TerminalSize;
  palette: Palette;
  onKey(action: KeyAction): void;
}

export function LiveView({ frame, size, palette, onKey }: LiveViewProps) {
  useKeys(actionOf, onKey);

  const { directions, gates } = frame;
  const layout = planLayout(size, {
    jobs: frame.meta.jobs.length,
    directions: usedDirections(directions).length,
    gates: gates.length,
  });
  if (layout === undefined) return <ReducedView frame={frame} size={size} />;
  const { columns } = layout;
  const gap = layout.gaps ? <Lines lines={[""]} /> : null;
  const shared = { frame, layout, palette };
  const course = { directions, columns, palette };
  return (
    <Box flexDirection="column">
      <Header frame={frame} columns={columns} palette={palette} />
      {gap}
      <JobTable {...shared} />
      {gap}
      <Histogram {...shared} />
      {gap}
      <PercentileTable {...shared} />
      <Sparklines label="p99" history={frame.p99History} format={formatDurationNs} {...course} />
      {layout.iopsSparklines && (
        <Sparklines label="IOPS" history={frame.iopsHistory} format={formatRate} {...course} />
      )}
      {layout.gateRows > 0 && <Gates {...shared} />}
      <Lines lines={[keyHelp(keysOf(frame), columns, palette)]} />
    </Box>
  );
}
