/** What ink writes to: the terminal, seen as one of endless height and of quiet size. */
import { EventEmitter } from "node:events";

/**
 * All lines but the first, then the first: some terminals take an erasure of everything at once
 * for a reason to keep what was there in the scrollback.
 */
const ERASE_SCREEN = "\u001b[2;1H\u001b[J\u001b[H\u001b[2K";

/**
 * Ink clears the terminal and its scrollback when a frame is, or was before a resize, as high
 * as the terminal, and draws over reflowed lines when it gets narrower. Frames are lower than
 * the terminal here, so ink need not know the height; and it learns of a new width from the
 * next frame, before which the screen is erased.
 */
export class InkOutput extends EventEmitter {
  readonly isTTY = true;
  readonly rows = Number.POSITIVE_INFINITY;
  readonly #terminal: NodeJS.WriteStream;
  #eraseFirst = false;

  constructor(terminal: NodeJS.WriteStream) {
    super();
    this.#terminal = terminal;
  }

  get columns(): number {
    return this.#terminal.columns;
  }

  /** Erases the screen before what is written next. */
  eraseBeforeNextWrite(): void {
    this.#eraseFirst = true;
  }

  write(text: string): boolean {
    const whole = this.#eraseFirst ? ERASE_SCREEN + text : text;
    this.#eraseFirst = false;
    return this.#terminal.write(whole);
  }
}
