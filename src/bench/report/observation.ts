/** What a report says of how jobs were observed: nothing where nobody asked and nothing differs. */
import { DEFAULT_NOTIFY } from "../../volume/attach.js";
import type { JobRow, ObserveRow } from "../result/result.js";

/** Phrases for the line of a job. */
export function describeObservation(observe: ObserveRow | null): string[] {
  if (observe === null) return [];
  const { asked, mode, note, wait } = observe;
  if (asked === null && note === null && !wait) return [];
  const told = describeTelling(observe);
  const by = told.length === 0 ? mode : `${mode} (${told.join(", ")})`;
  return [`observed by ${by}`, ...(wait ? ["waited for"] : [])];
}

/** When and in what batches, where that is not as usual. */
function describeTelling({ when, batch }: ObserveRow): string[] {
  const told: string[] = [];
  if (when !== null && when !== DEFAULT_NOTIFY.when) {
    told.push(when === "both" ? "before and after" : when);
  }
  if (batch !== null && batch !== DEFAULT_NOTIFY.batch) told.push(`batches of ${batch}`);
  return told;
}

/** Why jobs were not observed as they asked; once for the clones of a job, which are alike. */
export function observationNotes(rows: readonly JobRow[]): string[] {
  const notes = rows.flatMap(({ jobname, memvol: { observe } }) =>
    observe === null || observe.note === null ? [] : [`${jobname}: ${observe.note}`],
  );
  return [...new Set(notes)];
}
