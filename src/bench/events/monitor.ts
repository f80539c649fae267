/** A monitor that says what it sees as events. */
import type { RunMeta } from "../run/meta.js";
import type { RunMonitor } from "../run/monitor.js";
import type { BenchEvent } from "./event.js";
import { intervalEvent, startEvent } from "./events.js";

/** Several times a second, so that a second that a poll comes too late for is none that is lost. */
const INTERVAL_MS = 250;

export function eventMonitor(say: (event: BenchEvent) => void): RunMonitor {
  let stage: RunMeta | undefined;
  let said = 0;
  return {
    intervalMs: INTERVAL_MS,
    start(meta) {
      stage = meta;
      said = 0;
      say(startEvent(meta, new Date()));
    },
    update(snapshot, gates = []) {
      if (stage === undefined || snapshot.intervalsCompleted === said) return;
      said = snapshot.intervalsCompleted;
      say(intervalEvent(stage, { snapshot, gates }, new Date()));
    },
    finish: async () => undefined,
  };
}
