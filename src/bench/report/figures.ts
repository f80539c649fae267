/** The figures of a row as every report for people shows them: tables of plain text. */
import { DIRECTIONS, type Direction } from "../../directions.js";
import { formatBytes } from "../../units/bytes.js";
import { formatBandwidth, formatDurationNs, formatRate } from "../../units/format.js";
import type { DirectionRow, JobRow, LatencyRow } from "../result/result.js";
import { describeObservation } from "./observation.js";

/** As many as fit on 80 columns; shown of a longer list, such as fio's default. */
const COMMON_PERCENTILES = [50, 90, 99, 99.9, 99.99];

export interface FigureTable {
  head: readonly string[];
  /** How many columns, from the first, hold labels and not figures. */
  labels: number;
  /** How many columns, up to the last, hold words again; absent: none. */
  words?: number;
  body: readonly string[][];
}

/** Figures stand to the right of their column. */
export function isFigure({ head, labels, words = 0 }: FigureTable, column: number): boolean {
  return column >= labels && column < head.length - words;
}

/** The directions in which anything was done, or was to be done and failed. */
export function usedDirections(row: JobRow): Direction[] {
  return DIRECTIONS.filter((name) => row[name].total_ios > 0 || row[name].memvol.errors > 0);
}

/** `randread, blocks of 4.0 KiB, depth 1, 1 thread`. */
export function describeJob({ memvol, jobname }: JobRow): string {
  const parts = [
    `blocks of ${describeBlocks(memvol)}`,
    `depth ${memvol.iodepth}`,
    plural(memvol.threads, "thread"),
  ];
  if (memvol.rw !== jobname) parts.unshift(memvol.rw);
  if (memvol.atomic !== null) parts.push(`atomic ${memvol.atomic}`);
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

/** The last column counts errors. */
export function rateTable(row: JobRow): FigureTable {
  const head = ["", "IOPS", "bandwidth", "total", "operations", "runtime", "errors"];
  const body = usedDirections(row).map((name) => {
    const { iops, bw_bytes, io_bytes, total_ios, memvol } = row[name];
    return [
      name,
      formatRate(iops),
      formatBandwidth(bw_bytes),
      formatBytes(io_bytes),
      grouped(total_ios),
      formatDurationNs(memvol.runtime_ns),
      grouped(memvol.errors),
    ];
  });
  return { head, labels: 1, body };
}

export function latencyTable(row: JobRow): FigureTable {
  const used = usedDirections(row);
  const keys = percentileKeys(used.map((name) => row[name]));
  const head = ["", "latency", "mean", ...keys.map((key) => `p${Number(key)}`), "max"];
  const body = used.flatMap((name) => {
    const { service_ns, response_ns } = row[name].memvol;
    return [
      [name, "service", ...latencyCells(service_ns, keys)],
      ["", "response", ...latencyCells(response_ns, keys)],
    ];
  });
  return { head, labels: 2, body };
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

export function grouped(count: number): string {
  return count.toLocaleString("en-US");
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
