/** What the rows of a result are called where each needs a name of its own. */
import type { JobRow } from "../result/result.js";

/** A row of `jobs`, or the series of a job. */
type NamedRow = Pick<JobRow, "jobname" | "groupid"> & { worker?: string | null };

/**
 * One for each row, in order: the job's name, with the stage where there are several, and with a
 * number where clones without `group_reporting` have a row each.
 */
export function rowLabels({ jobs }: { jobs: readonly NamedRow[] }): string[] {
  const stages = new Set(jobs.map(({ groupid }) => groupid)).size;
  const names = jobs.map(({ jobname, groupid, worker }) => {
    const where = worker ? `${jobname} on ${worker}` : jobname;
    return stages > 1 ? `${where}, stage ${groupid + 1}` : where;
  });
  const seen = new Map<string, number>();
  return names.map((name) => {
    const alike = names.filter((other) => other === name).length;
    if (alike === 1) return name;
    const number = (seen.get(name) ?? 0) + 1;
    seen.set(name, number);
    return `${name} (${number} of ${alike})`;
  });
}
