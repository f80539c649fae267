/** The live view of a stage: a pure function of a frame and the terminal's size. */
import { Box, useInput, useStdin } from "ink";
import { formatDurationNs, formatRate } from "../../units/format.js";
import type { Palette } from "../palette.js";
import { Header } from "./components/Header.js";
import { Histogram } from "./components/Histogram.js";
import { JobTable } from "./components/JobTable.js";
import { KeyHelp } from "./components/KeyHelp.js";
import { Lines } from "./components/Lines.js";
import { PercentileTable } from "./components/PercentileTable.js";
import { ReducedView } from "./components/ReducedView.js";
import { Sparklines } from "./components/Sparklines.js";
import { type LiveFrame, usedDirections } from "./frame.js";
import { actionOf, type KeyAction } from "./keys.js";
import { planLayout, type TerminalSize } from "./layout.js";

export interface LiveViewProps {
  frame: LiveFrame;
  size: TerminalSize;
  palette: Palette;
  onKey(action: KeyAction): void;
}

export function LiveView({ frame, size, palette, onKey }: LiveViewProps) {
  const { isRawModeSupported } = useStdin();
  useInput(
    (input, key) => {
      const action = actionOf(input, key);
      if (action !== undefined) onKey(action);
    },
    { isActive: isRawModeSupported },
  );

  const { directions } = frame;
  const layout = planLayout(size, frame.meta.jobs.length, usedDirections(directions).length);
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
      <KeyHelp frame={frame} palette={palette} />
    </Box>
  );
}
