/** Second-by-second figures for the sparklines. */

import { type RunSnapshot, SNAPSHOT_PERCENTILES } from "../../binding/native-run.js";
import { byDirection, DIRECTIONS } from "../../directions.js";
import { mergeLatencies } from "./latency-view.js";

/** More columns than a terminal has. */
const LONGEST_SECONDS = 500;
const P99 = SNAPSHOT_PERCENTILES.indexOf(99);

export class History {
  readonly p99 = byDirection((): number[] => []);
  readonly iops = byDirection((): number[] => []);
  #intervals = 0;

  /** Adds the last second of the snapshot, unless it has been added before. */
  add(snapshot: RunSnapshot): void {
    if (snapshot.intervalsCompleted === this.#intervals) return;
    this.#intervals = snapshot.intervalsCompleted;
    for (const direction of DIRECTIONS) {
      const intervals = snapshot.jobs.map((job) => job[direction].interval);
      append(this.p99[direction], mergeLatencies(intervals).percentilesNs[P99] ?? 0);
      append(
        this.iops[direction],
        intervals.reduce((sum, interval) => sum + ratePerSecond(interval), 0),
      );
    }
  }

  /** The values so far, which later seconds do not change. */
  copy() {
    return {
      p99: byDirection((direction) => [...this.p99[direction]]),
      iops: byDirection((direction) => [...this.iops[direction]]),
    };
  }
}

function append(values: number[], value: number): void {
  values.push(value);
  if (values.length > LONGEST_SECONDS) values.shift();
}

function ratePerSecond(interval: { operations: number; lengthNs: number }): number {
  return interval.lengthNs > 0 ? (interval.operations * 1e9) / interval.lengthNs : 0;
}
