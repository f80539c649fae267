/** The live view of a run on a terminal, steered by its keys. */
import type { GateStanding } from "../../bench/gates/standing.js";
import type { RunMeta } from "../../bench/run/meta.js";
import type { RunSnapshot } from "../../binding/native-run.js";
import { createPalette } from "../palette.js";
import { openScreen } from "../terminal/screen.js";
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
  update(snapshot: RunSnapshot, gates?: readonly GateStanding[]): void;
  /** Draws the whole run, leaves that frame standing and gives the terminal back. */
  finish(): Promise<void>;
}

export function startLiveView(options: LiveViewOptions): LiveSession {
  const { stdout, stdin, onStop } = options;
  const palette = createPalette(options.color);
  let state = new LiveState(options.meta);

  function onKey(action: KeyAction): void {
    if (action === "pause") state.togglePause();
    else if (action === "interval" || action === "cumulative") state.select(action);
    else state.markStopping();
    screen.redraw();
    if (action === "stop") onStop("key");
    if (action === "interrupt") onStop("SIGINT");
  }

  const screen = openScreen({
    stdout,
    stdin,
    view: (size) => <LiveView frame={state.frame()} size={size} palette={palette} onKey={onKey} />,
  });

  return {
    nextStage(meta) {
      state = new LiveState(meta, state.selection);
      screen.redraw();
    },
    update(snapshot, gates) {
      state.feed(snapshot, gates);
      screen.redraw();
    },
    finish() {
      state.finish();
      return screen.close();
    },
  };
}
