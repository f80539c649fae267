/** Puts the operations of the logs that a job replays in the place of its pattern. */

import { DIRECTIONS } from "../../directions.js";
import { UserError } from "../../errors.js";
import { isPaced } from "../flow.js";
import type { AccessPattern, Job } from "../job.js";
import { invalidJobFile } from "../jobfile/place.js";
import type { Surroundings } from "../jobfile/source.js";
import { directionsIn, parseIolog, type ReplayLog, rescaled } from "./iolog.js";

/**
 * Nothing for a job that replays none.
 *
 * @param where the job's place and name
 * @returns what whoever wrote the job should know
 * @throws UserError `job_file_invalid`, `file_unreadable`
 */
export function loadReplay(job: Job, where: string, { readText }: Surroundings): string[] {
  const { files, noStall, ratePercent } = job.iolog;
  delete job.replay;
  if (files.length === 0) return [];
  checkBounds(job, where);
  const logs = files.map((file) => parseIolog(textOf(file, where, readText), file));
  const directions = directionsIn(logs);
  const endBytes = Math.max(...logs.map((log) => log.endBytes));
  if (job.size !== undefined && (!("bytes" in job.size) || job.size.bytes < endBytes)) {
    throw invalidJobFile(`${where} has a size below the ${endBytes} bytes that its log reaches`, [
      "Leave the size out: it is where the log's furthest operation ends.",
    ]);
  }
  job.rw = nameOf(directions);
  job.blockRange = rangesOf(logs);
  job.replay = {
    directions,
    timed: !noStall,
    endBytes,
    logs: logs.map(({ entries, ...log }) => rescaled({ ...log, entries }, ratePercent).entries),
  };
  const syncs = logs.reduce((sum, log) => sum + log.syncs, 0);
  return syncs === 0 ? [] : [`${where}: ${syncs} syncs of the log are left out`];
}

function textOf(file: string, where: string, readText: Surroundings["readText"]): string {
  let why = "there is no such file";
  try {
    const text = readText(file);
    if (text !== undefined) return text;
  } catch (error) {
    why = error instanceof Error ? error.message : String(error);
  }
  throw new UserError("file_unreadable", `${where}: the log '${file}' cannot be read: ${why}`, {
    nextSteps: ["Check the path, which is from where memvol runs, and that you may read the file."],
  });
}

/** What a log says already, or cannot be said of one. */
function checkBounds(job: Job, where: string): void {
  const clash =
    (job.timeBased && "time_based") ||
    (job.loops > 1 && "loops") ||
    (job.ioSize !== undefined && "io_size") ||
    (job.numberIos !== undefined && "number_ios") ||
    (isPaced(job) && "a rate") ||
    (job.latencyTarget.seconds > 0 && "latency_target") ||
    (job.verify.only && "verify_only");
  if (clash === false) return;
  throw invalidJobFile(`${where} replays a log, which does not go with ${clash}`, [
    `Leave out either read_iolog or ${clash}: a log is done once, from its start to its end.`,
  ]);
}

/** What comes nearest, for the reports. */
function nameOf({ read, write }: ReturnType<typeof directionsIn>): AccessPattern {
  if (read && write) return "rw";
  if (read) return "read";
  return write ? "write" : "trim";
}

function rangesOf(logs: readonly ReplayLog[]): Job["blockRange"] {
  const ranges: Job["blockRange"] = {};
  for (const direction of DIRECTIONS) {
    const lengths = logs.flatMap((log) => log.lengths[direction] ?? []);
    if (lengths.length === 0) continue;
    ranges[direction] = {
      minBytes: Math.min(...lengths.map(({ minBytes }) => minBytes)),
      maxBytes: Math.max(...lengths.map(({ maxBytes }) => maxBytes)),
    };
  }
  return ranges;
}
