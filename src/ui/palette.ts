/** The few emphases of the terminal output. Every meaning is in the words as well. */
import { styleText } from "node:util";

type Paint = (text: string) => string;

export interface Palette {
  strong: Paint;
  faint: Paint;
  read: Paint;
  write: Paint;
  trim: Paint;
  dirty: Paint;
  warning: Paint;
}

/** Without color every text comes back as it is, with no escape sequence at all. */
export function createPalette(color: boolean): Palette {
  const paint = (format: Parameters<typeof styleText>[0]): Paint =>
    color ? (text) => styleText(format, text, { validateStream: false }) : (text) => text;
  return {
    strong: paint("bold"),
    faint: paint("dim"),
    read: paint("cyan"),
    write: paint("magenta"),
    trim: paint("green"),
    dirty: paint("yellow"),
    warning: paint(["bold", "yellow"]),
  };
}

/** Whether to color on this stream: a terminal, and neither `NO_COLOR` nor `TERM=dumb`. */
export function wantsColor(stream: { isTTY?: boolean }, environment: NodeJS.ProcessEnv): boolean {
  const refused = (environment.NO_COLOR ?? "") !== "" || environment.TERM === "dumb";
  return stream.isTTY === true && !refused;
}
