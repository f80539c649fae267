/** The value of a metric in a result. */
import { DIRECTIONS } from "../../directions.js";
import { mergeStored } from "../result/histogram.js";
import type { DirectionRow, JobRow, LatencyRow, RunResult } from "../result/result.js";
import type { Clock, LatencyQuantity, Metric } from "./metric.js";

/**
 * Counts are summed, histograms merged, and a rate is all operations by the measured time, which
 * is the longest of each stage and the sum of the stages.
 *
 * @param job whose rows alone count; absent: all of them
 * @returns null where there is nothing to take it from: no operation completed
 */
export function measure(
  { jobs }: Pick<RunResult, "jobs">,
  { direction, quantity }: Metric,
  job?: string,
): number | null {
  const rows = jobs.filter(({ jobname }) => job === undefined || jobname === job);
  const parts = rows.flatMap((row) =>
    (direction === undefined ? DIRECTIONS : [direction]).map((name) => row[name]),
  );
  const sum = (of: (part: DirectionRow) => number) =>
    parts.reduce((total, part) => total + of(part), 0);
  const rate = (total: number) => {
    const seconds = measuredSeconds(rows);
    return seconds === 0 ? null : total / seconds;
  };
  switch (quantity.kind) {
    case "ios":
      return sum((part) => part.total_ios);
    case "errors":
      return sum((part) => part.memvol.errors);
    case "late_starts":
      return sum((part) => part.memvol.late_starts);
    case "iops":
      return rate(sum((part) => part.total_ios));
    case "bw":
      return rate(sum((part) => part.io_bytes));
    default:
      return latencyOf(
        parts.map((part) => latencyRow(part, quantity.clock)),
        quantity,
      );
  }
}

function latencyRow({ memvol }: DirectionRow, clock: Clock): LatencyRow {
  return clock === "lat" ? memvol.response_ns : memvol.service_ns;
}

function latencyOf(rows: readonly LatencyRow[], quantity: LatencyQuantity): number | null {
  const filled = rows.filter(({ N }) => N > 0);
  const count = filled.reduce((sum, { N }) => sum + N, 0);
  if (count === 0) return null;
  const max = Math.max(...filled.map((row) => row.max));
  switch (quantity.kind) {
    case "max":
      return max;
    case "min":
      return Math.min(...filled.map((row) => row.min));
    case "mean":
      return filled.reduce((sum, { mean, N }) => sum + mean * (N / count), 0);
    case "percentile": {
      const merged = mergeStored(filled.map(({ histogram }) => histogram));
      return Math.min(merged.getValueAtPercentile(quantity.rank), max);
    }
  }
}

/** As fio sums a group up, stage by stage. */
function measuredSeconds(rows: readonly JobRow[]): number {
  const longest = new Map<number, number>();
  for (const row of rows) {
    const ns = Math.max(...DIRECTIONS.map((name) => row[name].memvol.runtime_ns));
    longest.set(row.groupid, Math.max(ns, longest.get(row.groupid) ?? 0));
  }
  return [...longest.values()].reduce((sum, ns) => sum + ns, 0) / 1e9;
}
