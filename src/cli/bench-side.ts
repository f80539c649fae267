/** One side of a comparison from the command line: `PROFILE -- FLAGS`, as one argument. */
import { Parser } from "@oclif/core";
import { parseArgsStringToArgv } from "string-argv";
import type { Profile } from "../bench/job.js";
import { UserError } from "../errors.js";
import { type BenchTarget, benchTarget, targetFlags } from "./bench-flags.js";
import { givenJobOptions, jobFlags, profileWith } from "./job-flags.js";

export interface BenchSide {
  /** As written. */
  name: string;
  profile: Profile;
  target: BenchTarget;
}

/**
 * The profile with its flags: job flags hold for all of its jobs, and without a profile describe
 * one; besides them the flags that say what to run against.
 *
 * @throws UserError `usage` for anything else; as profileWith and benchTarget
 */
export async function parseSide(text: string): Promise<BenchSide> {
  const words = parseArgsStringToArgv(text);
  const dashes = words.indexOf("--");
  const [files, argv] =
    dashes < 0 ? [words, []] : [words.slice(0, dashes), words.slice(dashes + 1)];
  const [file, ...more] = files;
  if (more.length > 0) {
    throw new UserError("usage", `'${text}' names more than one profile: ${files.join(", ")}`, {
      nextSteps: ["Write one side as 'PROFILE -- FLAGS', in quotes."],
    });
  }
  const { flags } = await parseFlags(argv, text);
  return {
    name: text.trim(),
    profile: await profileWith(file, givenJobOptions(flags)),
    target: await benchTarget(flags),
  };
}

async function parseFlags(argv: string[], text: string) {
  try {
    return await Parser.parse(argv, { flags: { ...targetFlags, ...jobFlags }, strict: true });
  } catch (error) {
    if (error instanceof UserError) throw error;
    const reason = error instanceof Error ? error.message.split("\n")[0] : String(error);
    throw new UserError("usage", `'${text}': ${reason}`, {
      nextSteps: ["Flags of a side are job flags and --device, --volume, --allow-overwrite."],
      cause: error,
    });
  }
}
