/** The live view on a terminal: mounts ink, redraws, and leaves the terminal as it was. */
import { render } from "ink";
import type { RunMeta } from "../../bench/run/meta.js";
import type { RunSnapshot } from "../../binding/native.js";
import { createPalette } from "../palette.js";
import { InkOutput } from "./ink-output.js";
import type { KeyAction } from "./keys.js";
import { LiveView } from "./LiveView.js";
import { LiveState } from "./state.js";

/** A press of `q`, or of Ctrl-C, which is no signal while the view reads keys. */
export type StopReason = "key" | "SIGINT";

export interface LiveViewOptions {
  stdout: NodeJS.WriteStream;
  /** Keys are read from it if it is a terminal. */
  stdin: NodeJS.ReadStream;
  color: boolean;
  meta: RunMeta;
  /** Called for each press; the run is the caller's to stop. */
  onStop(reason: StopReason): void;
}

export interface LiveSession {
  /** Goes on with another stage. */
  nextStage(meta: RunMeta): void;
  update(snapshot: RunSnapshot): void;
  /** Draws the whole run, leaves that frame standing and gives the terminal back. */
  finish(): Promise<void>;
}

/** The size of a terminal that does not tell. */
const USUAL_SIZE = { columns: 80, rows: 24 };

export function startLiveView(options: LiveViewOptions): LiveSession {
  const { stdout, stdin, onStop } = options;
  const palette = createPalette(options.color);
  const output = new InkOutput(stdout);
  let state = new LiveState(options.meta);

  const view = () => {
    const size = {
      columns: stdout.columns || USUAL_SIZE.columns,
      rows: stdout.rows || USUAL_SIZE.rows,
    };
    return <LiveView frame={state.frame()} size={size} palette={palette} onKey={onKey} />;
  };
  const redraw = () => instance.rerender(view());

  function onKey(action: KeyAction): void {
    if (action === "pause") state.togglePause();
    else if (action === "interval" || action === "cumulative") state.select(action);
    else state.markStopping();
    redraw();
    if (action === "stop") onStop("key");
    if (action === "interrupt") onStop("SIGINT");
  }

  const onResize = () => {
    output.eraseBeforeNextWrite();
    redraw();
  };

  const instance = render(view(), {
    // Ink uses no more of a stream than InkOutput has.
    stdout: output as unknown as NodeJS.WriteStream,
    stdin,
    exitOnCtrlC: false,
    incrementalRendering: false,
    patchConsole: false,
  });
  const exited = instance.waitUntilExit();
  // A failure to draw must not end the run: it is thrown by finish().
  exited.catch(() => undefined);
  stdout.on("resize", onResize);

  return {
    nextStage(meta) {
      state = new LiveState(meta, state.selection);
      redraw();
    },
    update(snapshot) {
      state.feed(snapshot);
      redraw();
    },
    async finish() {
      stdout.off("resize", onResize);
      state.finish();
      redraw();
      instance.unmount();
      await exited;
    },
  };
}
