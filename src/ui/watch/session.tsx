/** Watching a volume on a terminal, from the first answer to a key, a signal or a failure. */
import { createPalette, wantsColor } from "../palette.js";
import { openScreen } from "../terminal/screen.js";
import type { KeyAction } from "./keys.js";
import { pollUntilAborted } from "./polling.js";
import { type WatchedVolume, WatchState } from "./state.js";
import type { WatchedStatistics } from "./statistics.js";
import { WatchView } from "./WatchView.js";

export interface VolumeWatchOptions {
  volume: WatchedVolume;
  /** Asks the device; never called again before it has answered. */
  poll(): Promise<WatchedStatistics>;
  /** Where the view is drawn: a terminal, as `canDraw` has it. */
  stdout: NodeJS.WriteStream;
  /** Keys are read from it if it is a terminal. */
  stdin: NodeJS.ReadStream;
  environment: NodeJS.ProcessEnv;
  /** Ends the watch, as quietly as a key. */
  signal: AbortSignal;
}

/** There is a new second to show; a key redraws at once. */
const POLL_INTERVAL_MS = 1000;

/**
 * Shows the volume until `q` or Ctrl-C is pressed. However it ends, the last frame stays and the
 * terminal is given back.
 *
 * @throws what a poll throws; if that is the first one, nothing is drawn
 */
export async function showVolumeWatch(options: VolumeWatchOptions): Promise<void> {
  const { volume, poll, stdout, stdin, environment, signal } = options;
  const first = await poll();
  if (signal.aborted) return;
  const state = new WatchState(volume, first, performance.now());
  const palette = createPalette(wantsColor(stdout, environment));
  const quit = new AbortController();

  function onKey(action: KeyAction): void {
    if (action === "quit") quit.abort();
    else if (action === "pause") state.togglePause();
    else if (action === "sort") state.toggleSorting();
    else state.toggleMap(action);
    screen.redraw();
  }

  const screen = openScreen({
    stdout,
    stdin,
    view: (size) => <WatchView frame={state.frame()} size={size} palette={palette} onKey={onKey} />,
  });
  const onAnswer = (statistics: WatchedStatistics) => {
    state.feed(statistics, performance.now());
    screen.redraw();
  };
  const ended = AbortSignal.any([signal, quit.signal]);
  try {
    const polling = pollUntilAborted({
      poll,
      onAnswer,
      intervalMs: POLL_INTERVAL_MS,
      signal: ended,
    });
    await Promise.race([polling, screen.exited]);
  } finally {
    quit.abort();
    state.end();
    await screen.close();
  }
}
