/** Job options of the command line on top of those of a profile, for all of its jobs. */
import type { Profile } from "./job.js";
import { checkJob } from "./jobfile/new-job.js";
import { applyOption, canonicalName } from "./jobfile/options/table.js";
import { COMMAND_LINE, flagNameOf } from "./jobfile/place.js";
import { THIS_MACHINE } from "./jobfile/source.js";
import { loadReplay } from "./replay/load.js";

/**
 * The profile with each option set in every job, as if it stood last in each section.
 *
 * @param options from an option's name to its value as typed
 * @throws UserError `job_file_invalid` that names the flag
 */
export function overrideOptions(profile: Profile, options: Record<string, string>): Profile {
  const given = Object.entries(options);
  if (given.length === 0) return profile;
  const warnings: string[] = [];
  const jobs = profile.jobs.map((original) => {
    const job = structuredClone(original);
    for (const [name, value] of given) {
      applyOption(job, { name, value }, COMMAND_LINE, warnings);
      job.options[canonicalName(name)] = value;
    }
    checkJob(job, `job '${job.name}'`);
    warnings.push(...loadReplay(job, `job '${job.name}'`, THIS_MACHINE));
    return job;
  });
  const flags = given.map(([name, value]) => `--${flagNameOf(name)}=${value}`).join(" ");
  return {
    ...profile,
    // A comment: the text stays a job file.
    text: `${profile.text.trimEnd()}\n; and for all jobs: ${flags}\n`,
    jobs,
    warnings: [...new Set([...profile.warnings, ...warnings])],
  };
}
