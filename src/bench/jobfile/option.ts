/** One option of a job: what it is called, what it takes, and what it changes. */
import type { Job } from "../job.js";
import { atPlace, invalidJobFile, type Place } from "./place.js";
import type { ValueType } from "./value-types.js";

interface Definition<T> {
  name: string;
  /** Fio's other names for it. */
  aliases?: string[];
  type: ValueType<T>;
  /** One line for the documentation, with the unit and the default. */
  doc: string;
  apply(job: Job, value: T): void;
}

export interface WrittenOption {
  /** As written, which may be an alias. */
  name: string;
  /** Absent: the name stands alone. */
  value?: string;
}

export interface JobOption {
  name: string;
  aliases: string[];
  /** A phrase for what it takes. */
  allowed: string;
  doc: string;
  /** Whether the name alone will do. */
  bare: boolean;
  /**
   * Sets the job from the option as written.
   *
   * @throws UserError `job_file_invalid` that names the place and what is allowed
   */
  set(job: Job, written: WrittenOption, place: Place, warnings: string[]): void;
}

/** Joins an option's parts, whose types agree here, into one entry of the table. */
export function option<T>(definition: Definition<T>): JobOption {
  const { name, aliases = [], type, doc, apply } = definition;
  return {
    name,
    aliases,
    allowed: type.allowed,
    doc,
    bare: type.bare !== undefined,
    set: (job, written, place, warnings) =>
      apply(job, readValue(definition, written, place, warnings)),
  };
}

/** For an option whose value is one of the job's fields. */
export function sets<K extends keyof Job>(key: K) {
  return (job: Job, value: Required<Job>[K]): void => {
    Object.assign(job, { [key]: value });
  };
}

/** The groups of fields that a job always has. */
type Group = {
  [K in keyof Job]-?: Job[K] extends object ? K : never;
}[keyof Job];

/** And for one whose value is a field of one of the job's groups of fields. */
export function setsIn<G extends Group, K extends keyof Job[G]>(group: G, key: K) {
  return (job: Job, value: Required<Job[G]>[K]): void => {
    Object.assign(job[group], { [key]: value });
  };
}

function readValue<T>(
  { type, doc }: Definition<T>,
  written: WrittenOption,
  place: Place,
  warnings: string[],
): T {
  const where = place.describe(written.name);
  const nextSteps = [`${place.spell(written.name)} takes ${type.allowed}.`, `It means: ${doc}.`];
  if (written.value === undefined) {
    if (type.bare !== undefined) return type.bare;
    throw invalidJobFile(`${where} needs a value`, nextSteps);
  }
  const warn = (message: string) => warnings.push(`${where}: ${message}`);
  const { value } = written;
  return atPlace(where, nextSteps, () => type.parse(value, { fioSizes: place.fioSizes, warn }));
}
