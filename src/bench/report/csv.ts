/** The series after the ramp as CSV: a line for each second of each direction of a job. */
import { stringify } from "csv-stringify/sync";
import { DIRECTIONS, type Direction } from "../../directions.js";
import type { RunResult, Series } from "../result/result.js";
import { measuredSamples } from "../result/series.js";

type Sample = Series["samples"][number];

const FACTS = [
  "job",
  "stage",
  "worker",
  "direction",
  "end_seconds",
  "length_seconds",
  "operations",
  "bytes",
  "iops",
  "bytes_per_second",
];

export function csvReport({ memvol: { series } }: RunResult): string {
  const ranks = ranksOf(series);
  const head = [...FACTS, ...ranks.map((key) => `service_p${Number(key)}_ns`), "service_max_ns"];
  const lines = series.flatMap((job) =>
    DIRECTIONS.filter((direction) => isUsed(job, direction)).flatMap((direction) =>
      measuredSamples(job).map((sample) => lineOf(job, direction, sample, ranks)),
    ),
  );
  return stringify([head, ...lines]);
}

function isUsed({ samples }: Series, direction: Direction): boolean {
  return samples.some((sample) => sample[direction].total_ios > 0);
}

function ranksOf(series: readonly Series[]): string[] {
  const samples = series.flatMap((job) => job.samples);
  const all = samples.flatMap(({ read, write }) => [read, write]);
  const keys = new Set(all.flatMap(({ percentile = {} }) => Object.keys(percentile)));
  return [...keys].sort((a, b) => Number(a) - Number(b));
}

function lineOf(job: Series, direction: Direction, sample: Sample, ranks: readonly string[]) {
  const { total_ios, io_bytes, percentile, max } = sample[direction];
  const seconds = sample.length_ns / 1e9;
  const perSecond = (amount: number) => (seconds === 0 ? 0 : amount / seconds);
  return [
    job.jobname,
    job.groupid,
    job.worker ?? "",
    direction,
    sample.end_ns / 1e9,
    seconds,
    total_ios,
    io_bytes,
    Math.round(perSecond(total_ios)),
    Math.round(perSecond(io_bytes)),
    // Nothing completed: no latency, which is not one of 0.
    ...ranks.map((key) => percentile?.[key] ?? ""),
    total_ios === 0 ? "" : max,
  ];
}
