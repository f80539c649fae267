/**
 * Gates while a stage runs, from its snapshots. These hold some percentiles of each job, so a
 * value may be known between two bounds only; a gate is kept or missed once both bounds agree.
 */

import {
  type DirectionSnapshot,
  type JobSnapshot,
  type LatencySnapshot,
  type RunSnapshot,
  SNAPSHOT_PERCENTILES,
} from "../../binding/native-run.js";
import { DIRECTIONS } from "../../directions.js";
import type { JobMeta, RunMeta } from "../run/meta.js";
import { type Gate, holds } from "./gate.js";
import { formatMetricValue } from "./limit.js";
import type { LatencyQuantity } from "./metric.js";
import type { GateStanding } from "./standing.js";

/** What a value lies between; the same twice where it is known. */
type Bounds = readonly [low: number, high: number];

interface LiveJob {
  meta: JobMeta;
  snapshot: JobSnapshot;
}

/** The gate's standing in the stage so far. */
export function standingOf(gate: Gate, meta: RunMeta, snapshot: RunSnapshot): GateStanding {
  const jobs = meta.jobs.flatMap((job, index) => {
    const now = snapshot.jobs[index];
    const meant = gate.job === undefined || gate.job === job.name;
    return now === undefined || !meant ? [] : [{ meta: job, snapshot: now }];
  });
  const bounds = jobs.length === 0 ? undefined : boundsOf(gate, jobs, snapshot.elapsedNs);
  if (bounds === undefined) return { text: gate.text, state: "open", value: "" };
  const [low, high] = bounds;
  const [lowHolds, highHolds] = [holds(gate, low), holds(gate, high)];
  const state = lowHolds !== highHolds ? "open" : lowHolds ? "kept" : "missed";
  const value = formatMetricValue(high, gate.metric.quantity);
  return { text: gate.text, state, value: low === high ? value : `≈ ${value}` };
}

function boundsOf({ metric }: Gate, jobs: readonly LiveJob[], elapsedNs: number) {
  const { direction, quantity } = metric;
  const parts = jobs.flatMap(({ snapshot }) =>
    (direction === undefined ? DIRECTIONS : [direction]).map((name) => snapshot[name]),
  );
  const sum = (of: (part: DirectionSnapshot) => number) =>
    parts.reduce((total, part) => total + of(part), 0);
  switch (quantity.kind) {
    case "ios":
      return exactly(sum((part) => part.operations));
    case "errors":
      return exactly(sum((part) => part.errors));
    case "iops":
      return rate(
        sum((part) => part.operations),
        jobs,
        elapsedNs,
      );
    case "bw":
      return rate(
        sum((part) => part.bytes),
        jobs,
        elapsedNs,
      );
    // Snapshots have neither.
    case "late_starts":
      return undefined;
    default:
      return latencyBounds(quantity, jobs, parts);
  }
}

function exactly(value: number): Bounds {
  return [value, value];
}

/** While jobs run, by the time since the first of them began to be measured. */
function rate(total: number, jobs: readonly LiveJob[], elapsedNs: number): Bounds | undefined {
  const running = jobs.filter(({ snapshot }) => snapshot.threadsRunning > 0 && !snapshot.ramping);
  if (running.length < jobs.length) return undefined;
  const rampNs = Math.min(...running.map(({ meta }) => meta.rampSeconds)) * 1e9;
  return elapsedNs > rampNs ? exactly((total * 1e9) / (elapsedNs - rampNs)) : undefined;
}

/** Snapshots have service times; without a rate response times are the same. */
function latencyBounds(
  quantity: LatencyQuantity,
  jobs: readonly LiveJob[],
  parts: readonly DirectionSnapshot[],
): Bounds | undefined {
  if (quantity.clock === "lat" && jobs.some(({ meta }) => meta.rated)) return undefined;
  const filled = parts.map(({ total }) => total).filter(({ count }) => count > 0);
  if (filled.length === 0) return undefined;
  if (quantity.kind === "max") return exactly(Math.max(...filled.map(({ maxNs }) => maxNs)));
  if (quantity.kind !== "percentile") return undefined;
  const each = filled.map((latency) => percentileBounds(latency, quantity.rank));
  // A percentile of all lies between the least and the greatest of those of the parts.
  return [Math.min(...each.map(([low]) => low)), Math.max(...each.map(([, high]) => high))];
}

/** Between those of the ranks around it, which is exact where the rank is one of them. */
function percentileBounds({ percentilesNs, maxNs }: LatencySnapshot, rank: number): Bounds {
  if (rank === 100) return exactly(maxNs);
  const place = SNAPSHOT_PERCENTILES.findIndex((known) => known >= rank);
  const above = place < 0 ? maxNs : (percentilesNs[place] ?? maxNs);
  if (SNAPSHOT_PERCENTILES[place] === rank) return exactly(above);
  const below = place < 0 ? percentilesNs.length - 1 : place - 1;
  return [percentilesNs[below] ?? 0, above];
}
