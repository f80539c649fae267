/** The progress of a long transfer: a line that is redrawn on a terminal, nothing elsewhere. */

import { formatBytes } from "../units/bytes.js";
import { formatBandwidth } from "../units/format.js";

const REDRAW_MS = 250;
const CLEAR_LINE = "\r\x1b[K";
const BAR_WIDTH = 30;

export class TransferProgress {
  readonly #stream: NodeJS.WriteStream;
  readonly #verb: string;
  readonly #startedMs = performance.now();
  #drawnMs = performance.now();
  #drawn = false;

  /** `verb` says what happens to the bytes: `read`, `written`. */
  constructor(stream: NodeJS.WriteStream, verb: string) {
    this.#stream = stream;
    this.#verb = verb;
  }

  /** A bound function, to be handed on. Short transfers never draw. */
  readonly update = (bytesDone: number, bytesTotal: number | undefined): void => {
    const nowMs = performance.now();
    if (!this.#stream.isTTY || nowMs - this.#drawnMs < REDRAW_MS) return;
    this.#drawnMs = nowMs;
    this.#drawn = true;
    const bandwidth = (bytesDone * 1000) / (nowMs - this.#startedMs);
    this.#stream.write(
      `${CLEAR_LINE}${progressLine(bytesDone, bytesTotal, bandwidth, this.#verb)}`,
    );
  };

  /** Leaves the terminal as it was. */
  readonly end = (): void => {
    if (this.#drawn) this.#stream.write(CLEAR_LINE);
  };
}

/** `[=====     ] 512 MiB of 1.0 GiB read, 2.10 GiB/s`, without a bar if the total is unknown. */
export function progressLine(
  bytesDone: number,
  bytesTotal: number | undefined,
  bytesPerSecond: number,
  verb: string,
): string {
  const rate = formatBandwidth(bytesPerSecond);
  if (bytesTotal === undefined) return `${formatBytes(bytesDone)} ${verb}, ${rate}`;
  const bar = "=".repeat(Math.floor((BAR_WIDTH * bytesDone) / bytesTotal)).padEnd(BAR_WIDTH);
  return `[${bar}] ${formatBytes(bytesDone)} of ${formatBytes(bytesTotal)} ${verb}, ${rate}`;
}
