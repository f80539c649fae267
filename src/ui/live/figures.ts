/** The figures of a job's row, of the last second or of the whole run. */

import type { JobMeta } from "../../bench/run/meta.js";
import type { DirectionSnapshot, JobSnapshot } from "../../binding/native-run.js";
import { byDirection, DIRECTIONS, type Direction } from "../../directions.js";
import type { JobFigures, Rates, Selection } from "./frame.js";

const NO_RATES: Rates = { iops: 0, bytesPerSecond: 0 };

/** `measuredNs` is the job's measured time so far, over which the whole run's rates are. */
export function figuresOf(
  meta: JobMeta,
  snapshot: JobSnapshot,
  selection: Selection,
  measuredNs: number,
): JobFigures {
  const rates = (direction: DirectionSnapshot) =>
    selection === "interval"
      ? ratesOf(direction.interval, direction.interval.lengthNs)
      : ratesOf(direction, measuredNs);
  return {
    name: nameOf(meta),
    note: noteOf(meta, snapshot),
    rates: byDirection((direction) => rates(snapshot[direction])),
    inFlight: snapshot.inFlight,
    errors: DIRECTIONS.reduce((sum, direction) => sum + snapshot[direction].errors, 0),
  };
}

function nameOf({ name, worker, threads }: JobMeta): string {
  const where = worker === null ? name : `${name} on ${worker}`;
  return threads > 1 ? `${where} ×${threads}` : where;
}

function noteOf(meta: JobMeta, { threadsFailed, threadsRunning, ramping }: JobSnapshot): string {
  if (threadsFailed > 0) return meta.threads > 1 ? `${threadsFailed} failed` : "failed";
  if (ramping) return "ramp";
  return threadsRunning === 0 ? "ended" : "";
}

function ratesOf(counted: { operations: number; bytes: number }, lengthNs: number): Rates {
  if (lengthNs <= 0) return NO_RATES;
  const perSecond = 1e9 / lengthNs;
  return { iops: counted.operations * perSecond, bytesPerSecond: counted.bytes * perSecond };
}

export function totalOf(jobs: readonly JobFigures[]): JobFigures {
  const sum = (of: (job: JobFigures) => number) => jobs.reduce((total, job) => total + of(job), 0);
  const rates = (direction: Direction): Rates => ({
    iops: sum((job) => job.rates[direction].iops),
    bytesPerSecond: sum((job) => job.rates[direction].bytesPerSecond),
  });
  return {
    name: "total",
    note: "",
    rates: byDirection(rates),
    inFlight: sum((job) => job.inFlight),
    errors: sum((job) => job.errors),
  };
}
