/** Which volume, in which pieces, and how much of it is dirty. */
import { formatBytes } from "../../../units/bytes.js";
import { formatElapsed } from "../../../units/format.js";
import type { Palette } from "../../palette.js";
import { fitName } from "../../text.js";
import type { WatchFrame } from "../frame.js";

export function headerLines(frame: WatchFrame, columns: number, palette: Palette): string[] {
  return [subjectLine(frame, columns, palette), fitName(dirtyText(frame), columns)];
}

function subjectLine(frame: WatchFrame, columns: number, palette: Palette): string {
  const { volume, sizeBytes, regionSizeBytes, cellSizeBytes, elapsedSeconds, paused } = frame;
  const time = formatElapsed(elapsedSeconds);
  const state = paused ? `${time}, view paused` : time;
  const sizes = [
    formatBytes(sizeBytes),
    `regions of ${formatBytes(regionSizeBytes)}`,
    `cells of ${formatBytes(cellSizeBytes)}`,
  ];
  const subject = `volume ${volume}  ${sizes.join(", ")}`;
  const width = columns - state.length - 1;
  if (width < 1) return fitName(state, columns);
  return `${palette.strong(fitName(subject, width))} ${paused ? palette.warning(state) : state}`;
}

function dirtyText({ dirty }: WatchFrame): string {
  const { dirtyRegions, regions, point, since } = dirty;
  const percent = regions > 0 ? (100 * dirtyRegions) / regions : 0;
  const counted = `dirty ${percent.toFixed(1)}% (${dirtyRegions} of ${regions} regions)`;
  const time = since === undefined ? "" : `, ${since.slice(0, 19).replace("T", " ")} UTC`;
  return `${counted} since ${point}${time}`;
}
