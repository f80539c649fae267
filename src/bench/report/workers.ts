/** Each worker's share of what all of them measured. */
import { formatBandwidth, formatDurationNs, formatRate } from "../../units/format.js";
import { percentileKey } from "../result/latency.js";
import type { DirectionRow, RunResult } from "../result/result.js";
import { type FigureTable, grouped, usedDirections } from "./figures.js";
import { rowLabels } from "./labels.js";

const RANKS = [50, 99];

/** A row for each direction of each row of each worker; response times. Empty without workers. */
export function workerTable({ memvol: { workers } }: RunResult): FigureTable {
  const ranks = RANKS.map((rank) => `p${rank}`);
  const head = ["worker", "job", "", "IOPS", "bandwidth", "operations", ...ranks, "max", "errors"];
  const body = workers.flatMap(({ name, jobs }) => {
    const labels = rowLabels({ jobs });
    return jobs.flatMap((row, index) =>
      usedDirections(row).map((direction) => [
        name,
        labels[index] ?? row.jobname,
        direction,
        ...figuresOf(row[direction]),
      ]),
    );
  });
  return { head, labels: 3, body };
}

function figuresOf({ iops, bw_bytes, total_ios, memvol }: DirectionRow): string[] {
  const { response_ns, errors } = memvol;
  const percentiles = RANKS.map((rank) => response_ns.percentile?.[percentileKey(rank)]);
  const latencies = [...percentiles, response_ns.N === 0 ? undefined : response_ns.max];
  return [
    formatRate(iops),
    formatBandwidth(bw_bytes),
    grouped(total_ios),
    ...latencies.map((ns) => (ns === undefined ? "-" : formatDurationNs(ns))),
    grouped(errors),
  ];
}

/** How well they started together, and which of them were lost. */
export function workerNotes({ memvol: { workers } }: RunResult): string[] {
  if (workers.length === 0) return [];
  const offNs = Math.max(...workers.map((one) => one.clock_error_ns + one.start_late_ns));
  const started = `${workers.length} workers started within ${formatDurationNs(offNs)} of one instant`;
  const lost = workers.flatMap(({ error }) => (error === null ? [] : [error.message]));
  return [started, ...lost.map((message) => `${message}; the sums are those of the others`)];
}
