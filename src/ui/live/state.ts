/** What the live view knows of a stage: fed with snapshots, steered by keys, asked for frames. */

import type { GateStanding } from "../../bench/gates/standing.js";
import type { JobMeta, RunMeta } from "../../bench/run/meta.js";
import type { JobSnapshot, RunSnapshot } from "../../binding/native-run.js";
import { byDirection, DIRECTIONS, type Direction } from "../../directions.js";
import { figuresOf, totalOf } from "./figures.js";
import type { LiveFrame, Phase, Selection } from "./frame.js";
import { spanOf } from "./histogram-rows.js";
import { History } from "./history.js";
import { mergeLatencies, sumOfBuckets } from "./latency-view.js";
import { remainingSeconds } from "./remaining.js";

const NOTHING_YET: RunSnapshot = { elapsedNs: 0, intervalsCompleted: 0, jobs: [] };

/** What frames are made from; a copy of it is kept while the view is paused. */
interface View {
  snapshot: RunSnapshot;
  gates: readonly GateStanding[];
  /** Measured time of each job so far, which ends with its last thread. */
  measuredNs: readonly number[];
  p99: LiveFrame["p99History"];
  iops: LiveFrame["iopsHistory"];
}

export class LiveState {
  readonly #meta: RunMeta;
  readonly #history = new History();
  readonly #measuredNs: number[];
  #snapshot = NOTHING_YET;
  #gates: readonly GateStanding[] = [];
  #selection: Selection;
  #pausedView: View | undefined;
  #ending: "stopping" | "done" | undefined;

  constructor(meta: RunMeta, selection: Selection = "interval") {
    this.#meta = meta;
    this.#selection = selection;
    this.#measuredNs = meta.jobs.map(() => 0);
  }

  get selection(): Selection {
    return this.#selection;
  }

  feed(snapshot: RunSnapshot, gates: readonly GateStanding[] = []): void {
    this.#gates = gates;
    this.#snapshot = snapshot;
    this.#history.add(snapshot);
    for (const [index, job] of snapshot.jobs.entries()) {
      const rampNs = (this.#meta.jobs[index]?.rampSeconds ?? 0) * 1e9;
      const running = job.threadsRunning > 0 || this.#measuredNs[index] === 0;
      if (running) this.#measuredNs[index] = Math.max(0, snapshot.elapsedNs - rampNs);
    }
  }

  select(selection: Selection): void {
    this.#selection = selection;
  }

  /** Freezes the frames at what was fed last, or lets them go on. */
  togglePause(): void {
    this.#pausedView = this.#pausedView === undefined ? this.#currentView() : undefined;
  }

  markStopping(): void {
    this.#ending = "stopping";
  }

  /** The last frame is of the whole run. */
  finish(): void {
    this.#ending = "done";
    this.#pausedView = undefined;
    this.#selection = "cumulative";
  }

  frame(): LiveFrame {
    const view = this.#pausedView ?? this.#currentView();
    const { snapshot } = view;
    const elapsedSeconds = snapshot.elapsedNs / 1e9;
    const pairs = pairUp(this.#meta.jobs, snapshot.jobs);
    const jobs = pairs.map(({ meta, snapshot }, index) =>
      figuresOf(meta, snapshot, this.#selection, view.measuredNs[index] ?? 0),
    );
    return {
      meta: this.#meta,
      phase: this.#ending ?? phaseOf(snapshot),
      paused: this.#pausedView !== undefined,
      selection: this.#selection,
      elapsedSeconds,
      remainingSeconds:
        this.#ending === "done" ? undefined : remainingSeconds(pairs, elapsedSeconds),
      directions: byDirection((direction) =>
        this.#meta.jobs.some((job) => job.directions[direction]),
      ),
      jobs,
      total: totalOf(jobs),
      latency: byDirection((direction) => this.#latency(snapshot, direction)),
      gates: view.gates,
      span: spanOf(
        sumOfBuckets(
          snapshot.jobs.flatMap((job) => DIRECTIONS.map((direction) => job[direction].total)),
        ),
      ),
      p99History: view.p99,
      iopsHistory: view.iops,
    };
  }

  #latency(snapshot: RunSnapshot, direction: Direction) {
    const what = this.#selection === "interval" ? "interval" : "total";
    return mergeLatencies(snapshot.jobs.map((job) => job[direction][what]));
  }

  #currentView(): View {
    const measuredNs = [...this.#measuredNs];
    const gates = this.#gates;
    return { snapshot: this.#snapshot, gates, measuredNs, ...this.#history.copy() };
  }
}

function pairUp(metas: readonly JobMeta[], snapshots: readonly JobSnapshot[]) {
  return metas.flatMap((meta, index) => {
    const snapshot = snapshots[index];
    return snapshot === undefined ? [] : [{ meta, snapshot }];
  });
}

function phaseOf({ jobs }: RunSnapshot): Phase {
  if (jobs.length === 0) return "starting";
  return jobs.every((job) => job.ramping) ? "ramping" : "running";
}
