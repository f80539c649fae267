/** The live view of a volume: a pure function of a frame and the terminal's size. */
import type { Palette } from "../palette.js";
import { keyHelp } from "../terminal/key-help.js";
import { Lines } from "../terminal/Lines.js";
import type { TerminalSize } from "../terminal/size.js";
import { useKeys } from "../terminal/use-keys.js";
import type { WatchFrame } from "./frame.js";
import { actionOf, type KeyAction, keysOf } from "./keys.js";
import { planLayout } from "./layout.js";
import { clientLines } from "./parts/clients.js";
import { headerLines } from "./parts/header.js";
import { mapLines } from "./parts/map.js";
import { noticeLines } from "./parts/notices.js";
import { totalLines } from "./parts/totals.js";

export interface WatchViewProps {
  frame: WatchFrame;
  size: TerminalSize;
  palette: Palette;
  onKey(action: KeyAction): void;
}

export function WatchView({ frame, size, palette, onKey }: WatchViewProps) {
  useKeys(actionOf, onKey);
  return <Lines lines={linesOf(frame, size, palette)} />;
}

/** Cut below where the terminal is too low even for what is always there. */
function linesOf(frame: WatchFrame, size: TerminalSize, palette: Palette): string[] {
  const { columns } = size;
  const totals = totalLines(frame, columns, palette);
  const notices = noticeLines(frame, columns, palette);
  const { maps, clientRows, gaps, height } = planLayout(size, {
    cells: frame.dirtyCells.length,
    clients: frame.clients.length,
    selection: frame.selection,
    totalRows: totals.length,
    noticeRows: notices.length,
  });
  const parts = [
    headerLines(frame, columns, palette),
    maps?.kinds.flatMap((kind) => mapLines(frame, kind, maps, columns, palette)) ?? [],
    totals,
    clientRows === undefined ? [] : clientLines(frame, clientRows, columns, palette),
    [...notices, keyHelp(keysOf(frame), columns, palette)],
  ].filter((part) => part.length > 0);
  return parts
    .flatMap((part, index) => (gaps && index > 0 ? ["", ...part] : part))
    .slice(0, height);
}
