/** How far a long transfer is: a bar on a terminal, lines elsewhere, or nothing. */
import { formatBytes } from "../units/bytes.js";
import { formatBandwidth, formatElapsed } from "../units/format.js";
import { horizontalBar } from "./blocks.js";

export type ProgressKind = "bar" | "lines" | "silent";

export interface Progress {
  /** That many bytes more are done. */
  advance(bytes: number): void;
  /** Shows the end, also of a transfer that failed. */
  finish(): void;
}

export interface ProgressOptions {
  kind: ProgressKind;
  stream: { write(text: string): unknown; columns?: number };
  /** What is being done: `reading scratch`. */
  label: string;
  /** Undefined where the end is not known. */
  totalBytes: number | undefined;
  /** Milliseconds that only go forward. */
  now(): number;
}

const INTERVAL_MS: Record<ProgressKind, number> = { bar: 100, lines: 1000, silent: Infinity };
const BAR_WIDTH = 24;
const USUAL_COLUMNS = 80;
const TO_LINE_START = "\r\u001b[K";

/** A bar where the stream is a terminal that can redraw a line. */
export function progressKindFor(
  stream: { isTTY?: boolean },
  environment: NodeJS.ProcessEnv,
): ProgressKind {
  return stream.isTTY === true && environment.TERM !== "dumb" ? "bar" : "lines";
}

export function createProgress(options: ProgressOptions): Progress {
  const { kind, stream, now } = options;
  const startedMs = now();
  let shownMs = startedMs;
  let doneBytes = 0;
  let shown = false;

  const show = (end: string) => {
    const text = describe(options, doneBytes, (now() - startedMs) / 1000);
    // A line that wraps could not be redrawn.
    const width = (stream.columns || USUAL_COLUMNS) - 1;
    stream.write(kind === "bar" ? `${TO_LINE_START}${text.slice(0, width)}${end}` : `${text}\n`);
    shown = true;
  };
  return {
    advance(bytes) {
      doneBytes += bytes;
      if (now() - shownMs < INTERVAL_MS[kind]) return;
      shownMs = now();
      show("");
    },
    finish() {
      if (shown) show("\n");
    },
  };
}

function describe({ kind, label, totalBytes }: ProgressOptions, done: number, seconds: number) {
  const speed = seconds > 0 ? done / seconds : 0;
  const figures = `${formatBandwidth(speed)}  ${formatElapsed(seconds)}`;
  if (totalBytes === undefined) return `${label}  ${formatBytes(done)}  ${figures}`;
  const share = totalBytes > 0 ? done / totalBytes : 1;
  const bar = kind === "bar" ? `▕${horizontalBar(share, BAR_WIDTH)}▏ ` : "";
  const percent = `${Math.floor(100 * share)}%`.padStart(4);
  const left = speed > 0 ? `, ${formatElapsed((totalBytes - done) / speed)} left` : "";
  const amounts = `${formatBytes(done)} of ${formatBytes(totalBytes)}`;
  return `${label}  ${bar}${percent}  ${amounts}  ${figures}${done < totalBytes ? left : ""}`;
}
