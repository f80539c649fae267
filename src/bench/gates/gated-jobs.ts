/** What the jobs of a profile will be called in its result, and what they do. */
import type { Job } from "../job.js";
import { planStages, readPercentOf } from "../plan.js";
import type { GatedJob } from "./gate.js";

/** Jobs that `group_reporting` makes one row of count as one, named after the first. */
export function gatedJobs(jobs: Job[]): GatedJob[] {
  return planStages(jobs).flatMap((stage) => {
    const rows: GatedJob[] = [];
    let group: GatedJob | undefined;
    for (const job of stage) {
      const readPercent = readPercentOf(job);
      const row = { name: job.name, read: readPercent > 0, write: readPercent < 100 };
      if (job.groupReporting && group !== undefined) {
        group.read ||= row.read;
        group.write ||= row.write;
        continue;
      }
      rows.push(row);
      group = job.groupReporting ? row : undefined;
    }
    return rows;
  });
}
