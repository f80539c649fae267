/** Whoever watches a run: told of each stage, fed with snapshots. */
import type { RunSnapshot } from "../../binding/native-run.js";
import type { GateStanding } from "../gates/standing.js";
import type { RunMeta } from "./meta.js";

export interface RunMonitor {
  /** How often to call `update`; undefined: not at all. */
  readonly intervalMs: number | undefined;
  /** A stage begins. */
  start(meta: RunMeta): void;
  /** `gates` are those of the run, in their order; absent where it has none. */
  update(snapshot: RunSnapshot, gates?: readonly GateStanding[]): void;
  /** After the last stage, also of a run that failed. Gives the terminal back. */
  finish(): Promise<void>;
}

/** Shows nothing, and wants no snapshots. */
export const SILENT_MONITOR: RunMonitor = {
  intervalMs: undefined,
  start: () => undefined,
  update: () => undefined,
  finish: async () => undefined,
};
