/** A result in the text format of Prometheus, for a push gateway or a textfile collector. */
import { Gauge, Registry } from "prom-client";
import type { DirectionRow, RunResult } from "../result/result.js";
import { usedDirections } from "./figures.js";

const ROW_LABELS = ["profile", "row", "job", "stage", "direction"] as const;
type RowLabels = Record<(typeof ROW_LABELS)[number], string>;

type Figure = (row: DirectionRow) => number;

/** Of each direction of each row; all of the whole run, so all are gauges. */
const FIGURES: readonly { name: string; help: string; of: Figure }[] = [
  { name: "operations", help: "Operations completed.", of: (row) => row.total_ios },
  { name: "bytes", help: "Bytes transferred.", of: (row) => row.io_bytes },
  { name: "iops", help: "Operations a second.", of: (row) => row.iops },
  { name: "bytes_per_second", help: "Bytes a second.", of: (row) => row.bw_bytes },
  {
    name: "runtime_seconds",
    help: "Measured time.",
    of: (row) => row.memvol.runtime_ns / 1e9,
  },
  { name: "errors", help: "Operations that failed.", of: (row) => row.memvol.errors },
  {
    name: "late_starts",
    help: "Operations posted later than their rate's schedule had them.",
    of: (row) => row.memvol.late_starts,
  },
];

export async function prometheusReport(result: RunResult): Promise<string> {
  const registry = new Registry();
  const rows = result.jobs.flatMap((row, index) =>
    usedDirections(row).map((direction) => ({
      labels: {
        profile: result.memvol.profile.name,
        row: String(index),
        job: row.jobname,
        stage: String(row.groupid),
        direction,
      },
      row: row[direction],
    })),
  );
  for (const { name, help, of } of FIGURES) {
    const gauge = newGauge(registry, name, help, ROW_LABELS);
    for (const { labels, row } of rows) gauge.set(labels, of(row));
  }
  addLatencies(registry, rows);
  addThresholds(registry, result);
  const finished = newGauge(registry, "finished_timestamp_seconds", "When the run ended.", []);
  finished.set(result.timestamp_ms / 1000);
  const completed = newGauge(registry, "completed", "1 for a whole run, 0 for a partial one.", []);
  completed.set(result.memvol.status === "completed" ? 1 : 0);
  return registry.metrics();
}

function newGauge<Label extends string>(
  registry: Registry,
  name: string,
  help: string,
  labelNames: readonly Label[],
): Gauge<Label> {
  const registers = [registry];
  return new Gauge({ name: `memvol_bench_${name}`, help, labelNames: [...labelNames], registers });
}

function addLatencies(
  registry: Registry,
  rows: readonly { labels: RowLabels; row: DirectionRow }[],
): void {
  const labelNames = [...ROW_LABELS, "clock", "quantile"] as const;
  const help = "Latency by quantile; clock 'service' is from the post, 'response' from when due.";
  const gauge = newGauge(registry, "latency_seconds", help, labelNames);
  for (const { labels, row } of rows) {
    for (const clock of ["service", "response"] as const) {
      const { percentile = {}, max, N } = row.memvol[`${clock}_ns`];
      if (N === 0) continue;
      for (const [rank, ns] of Object.entries(percentile)) {
        gauge.set({ ...labels, clock, quantile: quantileOf(rank) }, ns / 1e9);
      }
      gauge.set({ ...labels, clock, quantile: "1" }, max / 1e9);
    }
  }
}

function addThresholds(registry: Registry, { memvol }: RunResult): void {
  if (memvol.thresholds.length === 0) return;
  const labelNames = ["profile", "threshold"] as const;
  const help = "1 for a threshold that was kept, 0 for one that was not.";
  const gauge = newGauge(registry, "threshold_kept", help, labelNames);
  for (const { threshold, passed } of memvol.thresholds) {
    gauge.set({ profile: memvol.profile.name, threshold }, passed ? 1 : 0);
  }
}

/** `0.999` of `99.900000`, without what the division adds. */
function quantileOf(rank: string): string {
  return String(Number((Number(rank) / 100).toFixed(8)));
}
