/** What the jobs of a profile will be called in its result, and what they do. */
import { DIRECTIONS } from "../../directions.js";
import type { Job } from "../job.js";
import { directionsOf } from "../pattern.js";
import { planStages } from "../plan.js";
import type { GatedJob } from "./gate.js";

/** Jobs that `group_reporting` makes one row of count as one, named after the first. */
export function gatedJobs(jobs: Job[]): GatedJob[] {
  return planStages(jobs).flatMap((stage) => {
    const rows: GatedJob[] = [];
    let group: GatedJob | undefined;
    for (const job of stage) {
      const row = { name: job.name, ...directionsOf(job) };
      if (job.groupReporting && group !== undefined) {
        for (const direction of DIRECTIONS) group[direction] ||= row[direction];
        continue;
      }
      rows.push(row);
      group = job.groupReporting ? row : undefined;
    }
    return rows;
  });
}
