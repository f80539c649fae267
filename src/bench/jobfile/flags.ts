/** A profile of one job from flags of the command line, by the same table as a job file. */
import type { Profile } from "../job.js";
import { loadReplay } from "../replay/load.js";
import { checkJob, defaultJob } from "./new-job.js";
import { fileOnlyWarnings } from "./options/file-only.js";
import { applyOption, canonicalName } from "./options/table.js";
import { COMMAND_LINE, flagNameOf } from "./place.js";
import { THIS_MACHINE } from "./source.js";

/**
 * One job named `job`, unless `name` says otherwise. Sizes are those of all memvol's flags:
 * `4KiB` is 4096.
 *
 * @param options from an option's name to its value as typed; `1` for a flag without a value
 * @throws UserError `job_file_invalid` that names the flag
 */
export function profileFromFlags(options: Record<string, string>): Profile {
  const job = { ...defaultJob(), name: "job" };
  const warnings: string[] = [];
  for (const [name, value] of Object.entries(options)) {
    applyOption(job, { name, value }, COMMAND_LINE, warnings);
    job.options[canonicalName(name)] = value;
  }
  checkJob(job, `job '${job.name}'`);
  warnings.push(...loadReplay(job, `job '${job.name}'`, THIS_MACHINE));
  const written = Object.keys(options).map((name) => ({
    name,
    where: COMMAND_LINE.describe(name),
  }));
  warnings.push(...fileOnlyWarnings([job], written));
  const text = Object.entries(options)
    .map(([name, value]) => `--${flagNameOf(name)}=${value}`)
    .join(" ");
  return { name: "flags", text, globalOptions: {}, jobs: [job], warnings };
}
