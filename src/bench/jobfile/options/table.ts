/** The one table of job options: the parser, the flags and the documentation are made from it. */

import { nearest } from "../../../nearest.js";
import type { Job } from "../../job.js";
import type { JobOption, WrittenOption } from "../option.js";
import { invalidJobFile, type Place } from "../place.js";
import { BOUND_OPTIONS } from "./bounds.js";
import { FLOW_OPTIONS } from "./flow.js";
import { GENERAL_OPTIONS } from "./general.js";
import { LENGTH_OPTIONS } from "./lengths.js";
import { ATOMIC_OPTIONS, OBSERVATION_OPTIONS } from "./own.js";
import { PATTERN_OPTIONS } from "./pattern.js";
import { RANGE_OPTIONS } from "./range.js";
import { RATE_OPTIONS } from "./rate.js";
import { REPLAY_OPTIONS } from "./replay.js";
import { UNSUPPORTED_OPTIONS } from "./unsupported.js";
import { BUFFER_OPTIONS, VERIFY_OPTIONS } from "./verify.js";
import { OPTIONS_WITHOUT_EFFECT } from "./without-effect.js";

export interface OptionGroup {
  title: string;
  options: readonly JobOption[];
}

/** Every option that has an effect, in the order of the documentation. */
export const OPTION_GROUPS: readonly OptionGroup[] = [
  { title: "Which operations, and where", options: PATTERN_OPTIONS },
  { title: "How long they are", options: LENGTH_OPTIONS },
  { title: "The range, and how much at once", options: RANGE_OPTIONS },
  { title: "How long, and when", options: BOUND_OPTIONS },
  { title: "Pauses, batches, processors", options: FLOW_OPTIONS },
  { title: "Rates and limits", options: RATE_OPTIONS },
  { title: "Replaying a log", options: REPLAY_OPTIONS },
  { title: "What is written", options: BUFFER_OPTIONS },
  { title: "Verification", options: VERIFY_OPTIONS },
  { title: "Names, engine, reports", options: GENERAL_OPTIONS },
  { title: "Atomic operations (memvol's own)", options: ATOMIC_OPTIONS },
  { title: "Observation (memvol's own)", options: OBSERVATION_OPTIONS },
];

export const JOB_OPTIONS: readonly JobOption[] = OPTION_GROUPS.flatMap(({ options }) => options);

const byName: ReadonlyMap<string, JobOption> = new Map(
  JOB_OPTIONS.flatMap((option) => [option.name, ...option.aliases].map((name) => [name, option])),
);

const acceptedNames: readonly string[] = [...byName.keys(), ...OPTIONS_WITHOUT_EFFECT.keys()];

/** The name by which results record an option: its first name, or the name as written. */
export function canonicalName(name: string): string {
  return byName.get(name)?.name ?? name;
}

/**
 * Applies one option to a job; what has no effect becomes a warning.
 *
 * @throws UserError `job_file_invalid` for an option that is unknown or not supported, and
 * for a bad value
 */
export function applyOption(
  job: Job,
  written: WrittenOption,
  place: Place,
  warnings: string[],
): void {
  const option = byName.get(written.name);
  const noEffectBecause = OPTIONS_WITHOUT_EFFECT.get(written.name);
  if (option !== undefined) option.set(job, written, place, warnings);
  else if (noEffectBecause !== undefined) {
    warnings.push(`${place.describe(written.name)} has no effect: ${noEffectBecause}`);
  } else throw unacceptable(written.name, place);
}

function unacceptable(name: string, place: Place): Error {
  // `include FILE` and the like: the first word is the name that was meant.
  const word = /^\S*/.exec(name)?.[0] ?? name;
  const where = place.describe(name);
  const supported = `Options with an effect: ${JOB_OPTIONS.map(({ name }) => name).join(", ")}.`;
  if (UNSUPPORTED_OPTIONS.has(word)) {
    return invalidJobFile(`${where} is an option of fio that memvol does not support`, [
      "Remove it, or run this job with fio itself.",
      supported,
    ]);
  }
  const meant = nearest(word, acceptedNames);
  const guess = meant === undefined ? [] : [`Did you mean '${meant}'?`];
  return invalidJobFile(`${where} is not an option of a job`, [...guess, supported]);
}
