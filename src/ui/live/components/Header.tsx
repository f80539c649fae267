/** What runs where, and how far it is. */

import type { RunMeta } from "../../../bench/run/meta.js";
import { formatElapsed } from "../../../units/format.js";
import { horizontalBar } from "../../blocks.js";
import type { Palette } from "../../palette.js";
import { Lines } from "../../terminal/Lines.js";
import { fitName } from "../../text.js";
import type { LiveFrame } from "../frame.js";

export interface HeaderProps {
  frame: LiveFrame;
  columns: number;
  palette: Palette;
}

export function Header(props: HeaderProps) {
  return <Lines lines={[subjectLine(props), progressLine(props)]} />;
}

function subjectLine({ frame: { meta }, columns, palette }: HeaderProps): string {
  const stage = meta.stages > 1 ? `  stage ${meta.stage} of ${meta.stages}` : "";
  const text = fitName(`${meta.title}  ${targetOf(meta)}`, columns - stage.length);
  const titleLength = Math.min(meta.title.length, text.length);
  return palette.strong(text.slice(0, titleLength)) + text.slice(titleLength) + stage;
}

function targetOf({ target, engine }: RunMeta): string {
  if (target === null) return `engine ${engine}`;
  const { volume, device, provider } = target;
  return `volume ${volume}  device ${device}  ${provider}  engine ${engine}`;
}

function progressLine({ frame, columns, palette }: HeaderProps): string {
  const { elapsedSeconds, remainingSeconds, phase, paused } = frame;
  const state = paused ? `${phase}, view paused` : phase;
  const times = timesOf(frame);
  const width = columns - times.length - state.length - 5;
  const painted = `${times}  ${paused ? palette.warning(state) : palette.strong(state)}`;
  if (remainingSeconds === undefined || width < 4) return painted;
  const whole = elapsedSeconds + remainingSeconds;
  const bar = horizontalBar(whole > 0 ? elapsedSeconds / whole : 0, width);
  return `▕${bar}▏ ${painted}`;
}

function timesOf({ elapsedSeconds, remainingSeconds }: LiveFrame): string {
  const elapsed = formatElapsed(elapsedSeconds);
  if (remainingSeconds === undefined) return elapsed;
  return `${elapsed}, ${formatElapsed(Math.ceil(remainingSeconds))} left`;
}
