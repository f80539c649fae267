/** What qualifies the figures of a result: that it is partial, failures, late starts, warnings. */
import { DIRECTIONS } from "../../directions.js";
import { formatBytes } from "../../units/bytes.js";
import type { JobRow, RunResult } from "../result/result.js";
import { grouped } from "./figures.js";
import { observationNotes } from "./observation.js";
import { workerNotes } from "./workers.js";

export interface Note {
  level: "failure" | "warning" | "note";
  text: string;
}

export function notesOf(result: RunResult): Note[] {
  const { warnings, cores_short } = result.memvol;
  const all = cores_short === null ? warnings : [cores_short, ...warnings];
  return [
    ...partialNotes(result),
    ...[
      ...result.jobs.flatMap(jobNotes),
      ...observationNotes(result.jobs),
      ...workerNotes(result),
    ].map((text): Note => ({ level: "note", text })),
    ...all.map((warning): Note => ({ level: "warning", text: `warning: ${warning}` })),
  ];
}

function partialNotes({ memvol: { status, error } }: RunResult): Note[] {
  const reason = error === null ? "" : `: ${error.message} (${error.code})`;
  if (status === "failed") {
    return [{ level: "failure", text: `partial result, the run failed${reason}` }];
  }
  if (status === "stopped") {
    return [{ level: "warning", text: `partial result, stopped early${reason}` }];
  }
  return [];
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
  const blocks = `${jobname}: verified ${grouped(total_ios)} blocks: `;
  if (errors === 0) return [`${blocks}all as they were written`];
  return [
    `${blocks}${grouped(errors)} are not what was written`,
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

/** What the run went against, as far as it did: volume, device, fabric. */
export function targetParts({ memvol: { volume, device, fabric } }: RunResult): string[] {
  const parts: string[] = [];
  if (volume !== null) parts.push(`volume ${volume.name} (${formatBytes(volume.size_bytes)})`);
  if (device !== null) parts.push(`device ${device.name}`);
  if (fabric !== null) parts.push(`${fabric.provider} ${fabric.address}`);
  return parts;
}
