/** What is left of the view on a terminal that is too small for it. */

import { formatElapsed } from "../../../units/format.js";
import { Lines } from "../../terminal/Lines.js";
import type { TerminalSize } from "../../terminal/size.js";
import { fitName } from "../../text.js";
import { type LiveFrame, usedDirections } from "../frame.js";
import { directionText } from "../lines.js";

export interface ReducedViewProps {
  frame: LiveFrame;
  size: TerminalSize;
}

export function ReducedView({ frame, size }: ReducedViewProps) {
  const rights = usedDirections(frame.directions);
  const state = frame.paused ? "view paused" : frame.phase;
  const lines = [
    `${formatElapsed(frame.elapsedSeconds)} ${state}`,
    ...rights.map((right) => directionText(frame, right)),
    `${frame.total.inFlight} in flight, ${frame.total.errors} errors`,
    "q stop, p pause",
  ];
  const shown = lines.slice(0, Math.max(1, size.rows - 1));
  return <Lines lines={shown.map((line) => fitName(line, size.columns).trimEnd())} />;
}
