/** A result for the terminal: figures first, then what qualifies them, then where it is kept. */
import { styleText } from "node:util";
import Table from "cli-table3";
import { DIRECTIONS, type Direction } from "../../directions.js";
import { formatBytes } from "../../units/bytes.js";
import { formatBandwidth, formatDurationNs, formatRate } from "../../units/format.js";
import type { DirectionRow, JobRow, LatencyRow, RunResult } from "../result/result.js";
import { describeObservation, observationNotes } from "./observation.js";

export interface TextReportOptions {
  color: boolean;
  /** The files that the result is saved in. */
  savedIn: readonly string[];
}

type Emphasis = "bold" | "dim" | "red" | "yellow";
type Paint = (emphasis: Emphasis, text: string) => string;

/** As many as fit on 80 columns; shown of a longer list, such as fio's default. */
const COMMON_PERCENTILES = [50, 90, 99, 99.9, 99.99];

/** The report, ending in a newline. */
export function textReport(result: RunResult, options: TextReportOptions): string {
  const paint: Paint = (emphasis, text) =>
    options.color ? styleText(emphasis, text, { validateStream: false }) : text;
  const sections = [
    [targetLine(result, paint)],
    ...result.jobs.map((row) => jobSection(row, paint)),
    notes(result, paint),
    options.savedIn.map((path) => `saved in ${path}`),
  ];
  const filled = sections.filter((lines) => lines.length > 0);
  return `${filled.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function targetLine({ memvol }: RunResult, paint: Paint): string {
  const { volume, device, fabric } = memvol;
  const parts = [paint("bold", memvol.profile.name)];
  if (volume !== null) parts.push(`volume ${volume.name} (${formatBytes(volume.size_bytes)})`);
  if (device !== null) parts.push(`device ${device.name}`);
  if (fabric !== null) parts.push(`${fabric.provider} ${fabric.address}`);
  return parts.join("  ");
}

function jobSection(row: JobRow, paint: Paint): string[] {
  const used = DIRECTIONS.filter((name) => row[name].total_ios > 0 || row[name].memvol.errors > 0);
  const head = `${paint("bold", row.jobname)}  ${describeJob(row)}`;
  if (used.length === 0) return [head, "  no operation completed"];
  return [head, ...rateTable(row, used, paint), "", ...latencyTable(row, used, paint)];
}

function describeJob({ memvol, jobname }: JobRow): string {
  const parts = [
    `blocks of ${describeBlocks(memvol)}`,
    `depth ${memvol.iodepth}`,
    plural(memvol.threads, "thread"),
  ];
  if (memvol.rw !== jobname) parts.unshift(memvol.rw);
  if (memvol.engine === "null") parts.push("null engine");
  if (memvol.file !== null) {
    parts.push(`file ${memvol.file.path}${memvol.file.direct ? " (direct)" : ""}`);
  }
  parts.push(...describeObservation(memvol.observe));
  return parts.join(", ");
}

/** One size, or those of reads and writes; trims have their own row. */
function describeBlocks({ rw, block_size_bytes, block_size_bytes_max }: JobRow["memvol"]): string {
  const lengths = (direction: Direction) => {
    const [least, most] = [block_size_bytes[direction], block_size_bytes_max[direction]];
    return least === most ? formatBytes(least) : `${formatBytes(least)} to ${formatBytes(most)}`;
  };
  if (rw.includes("trim")) return lengths("trim");
  const [reads, writes] = [lengths("read"), lengths("write")];
  return reads === writes ? reads : `${reads}/${writes}`;
}

/** From the rate: fio's own key for it is in milliseconds, of which a short run has none. */
function runtimeNs({ total_ios, iops }: JobRow[Direction]): number {
  return iops === 0 ? 0 : (total_ios / iops) * 1e9;
}

function rateTable(row: JobRow, used: readonly Direction[], paint: Paint): string[] {
  const head = ["", "IOPS", "bandwidth", "total", "operations", "runtime", "errors"];
  const body = used.map((name) => {
    const { iops, bw_bytes, io_bytes, total_ios, memvol } = row[name];
    return [
      name,
      formatRate(iops),
      formatBandwidth(bw_bytes),
      formatBytes(io_bytes),
      grouped(total_ios),
      formatDurationNs(runtimeNs(row[name])),
      memvol.errors === 0 ? "0" : paint("red", grouped(memvol.errors)),
    ];
  });
  return table({ head, labels: 1 }, body, paint);
}

function latencyTable(row: JobRow, used: readonly Direction[], paint: Paint): string[] {
  const keys = percentileKeys(used.map((name) => row[name]));
  const head = ["", "latency", "mean", ...keys.map((key) => `p${Number(key)}`), "max"];
  const body = used.flatMap((name) => {
    const { service_ns, response_ns } = row[name].memvol;
    return [
      [name, "service", ...latencyCells(service_ns, keys)],
      ["", "response", ...latencyCells(response_ns, keys)],
    ];
  });
  return table({ head, labels: 2 }, body, paint);
}

function latencyCells(latency: LatencyRow, keys: readonly string[]): string[] {
  const percentiles = keys.map((key) => latency.percentile?.[key]);
  return [latency.mean, ...percentiles, latency.max].map((ns) =>
    ns === undefined ? "-" : formatDurationNs(ns),
  );
}

function percentileKeys(rows: readonly DirectionRow[]): string[] {
  const all = new Set(rows.flatMap((row) => Object.keys(row.clat_ns.percentile ?? {})));
  const keys = [...all].sort((a, b) => Number(a) - Number(b));
  if (keys.length <= COMMON_PERCENTILES.length) return keys;
  const common = keys.filter((key) => COMMON_PERCENTILES.includes(Number(key)));
  return common.length > 0 ? common : keys.slice(-COMMON_PERCENTILES.length);
}

function notes(result: RunResult, paint: Paint): string[] {
  const { status, error, warnings, cores_short } = result.memvol;
  const reason = error === null ? "" : `: ${error.message} (${error.code})`;
  const lines: string[] = [];
  if (status === "failed") lines.push(paint("red", `partial result, the run failed${reason}`));
  if (status === "stopped") lines.push(paint("yellow", `partial result, stopped early${reason}`));
  lines.push(...result.jobs.flatMap(jobNotes), ...observationNotes(result.jobs));
  if (cores_short !== null) lines.push(paint("yellow", `warning: ${cores_short}`));
  lines.push(...warnings.map((warning) => paint("yellow", `warning: ${warning}`)));
  return lines;
}

function jobNotes(row: JobRow): string[] {
  const failures = row.memvol.failures.map(
    ({ thread, message, code }) => `${row.jobname}: thread ${thread} failed: ${message} (${code})`,
  );
  const late = DIRECTIONS.filter((name) => row[name].memvol.late_starts > 0).map((name) => {
    const { late_starts } = row[name].memvol;
    const share = (100 * late_starts) / Math.max(1, row[name].total_ios);
    return `${row.jobname}: ${grouped(late_starts)} ${name}s (${share.toFixed(1)}%) started late`;
  });
  return [...failures, ...late, ...unreachedRates(row), ...foundDepths(row), ...verified(row)];
}

function verified({ jobname, memvol }: JobRow): string[] {
  const { verify } = memvol;
  if (verify === null) return [];
  const { total_ios, errors, findings } = verify;
  const sound = `${jobname}: verified ${grouped(total_ios)} blocks: `;
  if (errors === 0) return [`${sound}all as they were written`];
  return [
    `${sound}${grouped(errors)} are not what was written`,
    ...findings.map((finding) => `  ${finding}`),
  ];
}

function unreachedRates(row: JobRow): string[] {
  return DIRECTIONS.filter((name) => row[name].memvol.rate_reached === false).map((name) => {
    const { total_ios, memvol } = row[name];
    const { dropped_arrivals, backlog_max } = memvol;
    return (
      `${row.jobname}: ${name}s: target rate not reached: ${grouped(dropped_arrivals)} of ` +
      `${grouped(total_ios + dropped_arrivals)} operations that were due were not started, ` +
      `up to ${grouped(backlog_max)} waited at once`
    );
  });
}

function foundDepths({ jobname, memvol }: JobRow): string[] {
  const { latency_depths } = memvol;
  if (latency_depths.length === 0) return [];
  return [`${jobname}: queue depth that keeps to latency_target: ${latency_depths.join(", ")}`];
}

const NO_LINES = {
  ...{ top: "", "top-mid": "", "top-left": "", "top-right": "" },
  ...{ bottom: "", "bottom-mid": "", "bottom-left": "", "bottom-right": "" },
  ...{ left: "", "left-mid": "", mid: "", "mid-mid": "" },
  ...{ right: "", "right-mid": "", middle: "" },
};

interface Columns {
  head: readonly string[];
  /** How many columns, from the first, hold labels and not figures. */
  labels: number;
}

/** Aligned columns without lines: labels to the left, figures to the right. */
function table(columns: Columns, body: readonly string[][], paint: Paint): string[] {
  const { head, labels } = columns;
  const lines = new Table({
    chars: NO_LINES,
    style: { "padding-left": 2, "padding-right": 0, head: [], border: [] },
    colAligns: head.map((_, column) => (column < labels ? "left" : "right")),
  });
  lines.push(
    head.map((cell) => (cell === "" ? cell : paint("dim", cell))),
    ...body,
  );
  return lines
    .toString()
    .split("\n")
    .map((line) => line.trimEnd());
}

function grouped(count: number): string {
  return count.toLocaleString("en-US");
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
