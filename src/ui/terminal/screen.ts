/** A view on a terminal: mounts ink, redraws, and leaves the terminal as it was. */
import { render } from "ink";
import type { ReactElement } from "react";
import { InkOutput } from "./ink-output.js";
import { sizeOf, type TerminalSize } from "./size.js";

export interface ScreenOptions {
  stdout: NodeJS.WriteStream;
  /** Keys are read from it if it is a terminal. */
  stdin: NodeJS.ReadStream;
  /** The whole view; lower than the terminal by a row at least, if it has more than one. */
  view(size: TerminalSize): ReactElement;
}

export interface Screen {
  redraw(): void;
  /** Rejects when the view cannot be drawn. */
  readonly exited: Promise<unknown>;
  /** Draws a last frame, leaves it standing and gives the terminal back. Throws as `exited`. */
  close(): Promise<void>;
}

export function openScreen({ stdout, stdin, view }: ScreenOptions): Screen {
  const output = new InkOutput(stdout);
  const current = () => view(sizeOf(stdout));
  const redraw = () => instance.rerender(current());
  const onResize = () => {
    output.eraseBeforeNextWrite();
    redraw();
  };

  const instance = render(current(), {
    // Ink uses no more of a stream than InkOutput has.
    stdout: output as unknown as NodeJS.WriteStream,
    stdin,
    exitOnCtrlC: false,
    incrementalRendering: false,
    patchConsole: false,
  });
  const exited = instance.waitUntilExit();
  // A failure to draw must not end the process: whoever waits for the end gets it.
  exited.catch(() => undefined);
  stdout.on("resize", onResize);

  return {
    redraw,
    exited,
    async close() {
      stdout.off("resize", onResize);
      redraw();
      instance.unmount();
      await exited;
    },
  };
}
