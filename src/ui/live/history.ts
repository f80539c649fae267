/** Second-by-second figures for the sparklines. */
import { type RunSnapshot, SNAPSHOT_PERCENTILES } from "../../binding/native.js";
import { mergeLatencies } from "./latency-view.js";

/** More columns than a terminal has. */
const LONGEST_SECONDS = 500;
const P99 = SNAPSHOT_PERCENTILES.indexOf(99);

export class History {
  readonly p99 = { read: [] as number[], write: [] as number[] };
  readonly iops = { read: [] as number[], write: [] as number[] };
  #intervals = 0;

  /** Adds the last second of the snapshot, unless it has been added before. */
  add(snapshot: RunSnapshot): void {
    if (snapshot.intervalsCompleted === this.#intervals) return;
    this.#intervals = snapshot.intervalsCompleted;
    for (const right of ["read", "write"] as const) {
      const intervals = snapshot.jobs.map((job) => job[right].interval);
      append(this.p99[right], mergeLatencies(intervals).percentilesNs[P99] ?? 0);
      append(
        this.iops[right],
        intervals.reduce((sum, interval) => sum + ratePerSecond(interval), 0),
      );
    }
  }

  /** The values so far, which later seconds do not change. */
  copy() {
    return {
      p99: { read: [...this.p99.read], write: [...this.p99.write] },
      iops: { read: [...this.iops.read], write: [...this.iops.write] },
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
