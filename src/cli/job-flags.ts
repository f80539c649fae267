/** The job options of the load tester as flags, from the same table as job files. */
import { Flags } from "@oclif/core";
import type { Profile } from "../bench/job.js";
import { profileFromFlags } from "../bench/jobfile/flags.js";
import { JOB_OPTIONS } from "../bench/jobfile/options/table.js";
import { flagNameOf } from "../bench/jobfile/place.js";
import { readJobFile } from "../bench/jobfile/read.js";
import { overrideOptions } from "../bench/overrides.js";
import { UserError } from "../errors.js";

/** A stage, a group or a description need more than the one job that flags describe. */
const ONLY_IN_FILES: ReadonlySet<string> = new Set([
  "stonewall",
  "group_reporting",
  "description",
  "wait_for",
  "exitall",
  "exit_what",
  "exitall_on_error",
  "new_group",
]);

const offered = JOB_OPTIONS.filter(({ name }) => !ONLY_IN_FILES.has(name));

/** `--rw`, `--bs`, …; a bare option such as `time_based` is a switch. */
export const jobFlags = Object.fromEntries(
  offered.map((option) => {
    const [first = "", ...rest] = option.doc;
    const common = { helpGroup: "JOB", summary: `${first.toUpperCase()}${rest.join("")}.` };
    const flag = option.bare
      ? Flags.boolean(common)
      : Flags.string({ ...common, helpValue: "VALUE" });
    return [flagNameOf(option.name), flag];
  }),
);

/** The job options that are given, from name to value as typed; `1` for a switch. */
export function givenJobOptions(flags: Record<string, unknown>): Record<string, string> {
  const given = offered.flatMap(({ name }) => {
    const value = flags[flagNameOf(name)];
    return value === undefined ? [] : [[name, value === true ? "1" : String(value)] as const];
  });
  return Object.fromEntries(given);
}

/**
 * The profile in the file, or the one that the job flags describe.
 *
 * @throws UserError `usage` for both or neither; as readJobFile and profileFromFlags
 */
export async function profileOf(
  file: string | undefined,
  flags: Record<string, unknown>,
): Promise<Profile> {
  const given = givenJobOptions(flags);
  const [first] = Object.keys(given);
  if (file !== undefined && first !== undefined) {
    throw new UserError("usage", `--${flagNameOf(first)} does not go with a job file`, {
      nextSteps: [`Set ${first} in ${file}, or leave the file out.`],
    });
  }
  return profileWith(file, given);
}

/**
 * The profile in the file with options set in all of its jobs; without a file, the one that the
 * options describe.
 *
 * @throws UserError `usage` for neither; as readJobFile and profileFromFlags
 */
export async function profileWith(
  file: string | undefined,
  options: Record<string, string>,
): Promise<Profile> {
  if (file !== undefined) return overrideOptions(await readJobFile(file), options);
  if (Object.keys(options).length > 0) return profileFromFlags(options);
  throw new UserError("usage", "There is nothing to run: no job file and no job flags", {
    nextSteps: [
      "Give a fio job file: memvol bench run PROFILE.fio",
      "Or describe one job: memvol bench run --rw randread --bs 4k --size 64m --runtime 10",
    ],
  });
}
