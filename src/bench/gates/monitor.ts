/** A monitor that is told how the gates stand, and a run that ends early for them. */
import type { RunMeta } from "../run/meta.js";
import type { RunMonitor } from "../run/monitor.js";
import { EarlyEnd } from "./early-end.js";
import type { Gate } from "./gate.js";
import { standingOf } from "./live.js";
import type { GateStanding } from "./standing.js";

/** How often to look where nobody watches. */
const INTERVAL_MS = 1000;

export interface GateWatch {
  gates: readonly Gate[];
  /** Called once, with the gates that will be missed; absent: the run goes on. */
  onMissed?: (gates: readonly Gate[]) => void;
}

export function watchGates(monitor: RunMonitor, { gates, onMissed }: GateWatch): RunMonitor {
  let stage: RunMeta | undefined;
  let earlyEnd = new EarlyEnd(gates);
  let ended = false;
  let standings: GateStanding[] = [];
  return {
    intervalMs: monitor.intervalMs ?? (onMissed === undefined ? undefined : INTERVAL_MS),
    start(meta) {
      stage = meta;
      earlyEnd = new EarlyEnd(gates);
      standings = [];
      monitor.start(meta);
    },
    update(snapshot) {
      if (stage === undefined) return;
      const meta = stage;
      const last = standings;
      standings = gates.map((gate, index) => known(standingOf(gate, meta, snapshot), last[index]));
      monitor.update(snapshot, standings);
      if (onMissed === undefined || ended) return;
      const missed = earlyEnd.check(standings, snapshot.intervalsCompleted, meta.stages === 1);
      ended = missed.length > 0;
      if (ended) onMissed(missed);
    },
    finish: () => monitor.finish(),
  };
}

/** What was known of the stage last: a job that has ended has no rate any more. */
function known(now: GateStanding, last: GateStanding | undefined): GateStanding {
  return now.value === "" && last !== undefined ? last : now;
}
