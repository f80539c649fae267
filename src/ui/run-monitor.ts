/** One way to watch a run, whatever the terminal: the live view, a line a second, or nothing. */
import { type RunMonitor, SILENT_MONITOR } from "../bench/run/monitor.js";
import { formatFrameLine } from "./live/lines.js";
import type { LiveSession, StopReason } from "./live/session.js";
import { LiveState } from "./live/state.js";
import { wantsColor } from "./palette.js";
import { canDraw } from "./terminal/drawable.js";

export type MonitorKind = "live" | "lines" | "silent";

export interface MonitorOptions {
  /** Where the live view is drawn. */
  stdout: NodeJS.WriteStream;
  stdin: NodeJS.ReadStream;
  /** Where lines go: results alone go to standard output. */
  stderr: NodeJS.WritableStream;
  environment: NodeJS.ProcessEnv;
  /** The user wants the run stopped and saved. */
  onStop(reason: StopReason): void;
}

/**
 * As often as there is a new second to show; a key redraws at once. On two busy cores each
 * redraw holds up the load: twice a second took 2 to 5 % of it (`npm run bench:compare -- view`).
 */
const UPDATE_INTERVAL_MS = 1000;

/** The live view where it can be drawn, else lines. */
export function monitorKindFor(
  stdout: { isTTY?: boolean },
  environment: NodeJS.ProcessEnv,
): MonitorKind {
  return canDraw(stdout, environment) ? "live" : "lines";
}

export async function createMonitor(
  kind: MonitorKind,
  options: MonitorOptions,
): Promise<RunMonitor> {
  if (kind === "live") return liveMonitor(options);
  return kind === "lines" ? lineMonitor(options) : SILENT_MONITOR;
}

async function liveMonitor(options: MonitorOptions): Promise<RunMonitor> {
  // Ink and React take longer to load than all the rest: only who sees them pays for them.
  const { startLiveView } = await import("./live/session.js");
  const { stdout, stdin, environment, onStop } = options;
  const color = wantsColor(stdout, environment);
  let session: LiveSession | undefined;
  return {
    intervalMs: UPDATE_INTERVAL_MS,
    start(meta) {
      if (session === undefined) session = startLiveView({ stdout, stdin, color, meta, onStop });
      else session.nextStage(meta);
    },
    update: (snapshot, gates) => session?.update(snapshot, gates),
    finish: async () => session?.finish(),
  };
}

function lineMonitor({ stderr }: MonitorOptions): RunMonitor {
  let state: LiveState | undefined;
  let intervalsShown = 0;
  return {
    intervalMs: UPDATE_INTERVAL_MS,
    start(meta) {
      if (meta.stages > 1) stderr.write(`stage ${meta.stage} of ${meta.stages}\n`);
      state = new LiveState(meta);
      intervalsShown = 0;
    },
    update(snapshot, gates) {
      if (state === undefined || snapshot.intervalsCompleted === intervalsShown) return;
      intervalsShown = snapshot.intervalsCompleted;
      state.feed(snapshot, gates);
      stderr.write(`${formatFrameLine(state.frame())}\n`);
    },
    finish: async () => undefined,
  };
}
