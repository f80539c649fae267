/** What became of operations that were due on a schedule. */
import type { NativeDirectionResult } from "../../binding/native-run.js";
import type { Direction } from "../../directions.js";
import { targetRate } from "../flow.js";
import type { Job } from "../job.js";
import { blockSizesOf } from "../pattern.js";
import type { DirectionRow } from "./result.js";

type Arrivals = Pick<
  DirectionRow["memvol"],
  "late_starts" | "dropped_arrivals" | "start_delay_max_ns" | "backlog_max" | "rate_reached"
>;

/** More than this share of the arrivals dropped: the rate was not reached. */
const MOST_DROPPED = 0.01;

/** @param parts of the clones in the row */
export function arrivals(
  job: Job,
  direction: Direction,
  parts: readonly NativeDirectionResult[],
): Arrivals {
  const sum = (of: (part: NativeDirectionResult) => number) =>
    parts.reduce((total, part) => total + of(part), 0);
  const dropped = sum((part) => part.droppedArrivals);
  const due = sum((part) => part.operations) + dropped;
  const delayNs = Math.max(0, ...parts.map((part) => part.startDelayNsMax));
  const perSecond = operationsPerSecond(job, direction);
  return {
    late_starts: sum((part) => part.lateStarts),
    dropped_arrivals: dropped,
    start_delay_max_ns: delayNs,
    backlog_max: Math.floor((delayNs * perSecond) / 1e9),
    rate_reached: perSecond === 0 || due === 0 ? null : dropped <= due * MOST_DROPPED,
  };
}

function operationsPerSecond(job: Job, direction: Direction): number {
  const { perSecond, inBytes } = targetRate(job, direction);
  if (!inBytes) return perSecond;
  const { minBytes, maxBytes } = blockSizesOf(job)[direction];
  return perSecond / ((minBytes + maxBytes) / 2);
}
