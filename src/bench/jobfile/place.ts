/** Where an option was written: how errors and warnings name it, and whose sizes it takes. */
import { UserError } from "../../errors.js";

export interface Place {
  /** The option with its place: `jobs.fio:12: 'bs'`, or `--bs`. */
  describe(option: string): string;
  /** The option as it is written there: `'bs'`, or `--bs`. */
  spell(option: string): string;
  /** Sizes by fio's rule, in which `KiB` is 1000 and not 1024. */
  fioSizes: boolean;
}

/** A line of a job file. */
export function lineOf(file: string, line: number): Place {
  const spell = (option: string) => `'${option}'`;
  return { describe: (option) => `${file}:${line}: ${spell(option)}`, spell, fioSizes: true };
}

/**
 * The flag for an option, without its dashes: `number-ios` for `number_ios`. What is memvol's own
 * needs no mark in memvol's flags: `observe` for `memvol_observe`.
 */
export function flagNameOf(option: string): string {
  return option.replace(/^memvol_/, "").replaceAll("_", "-");
}

const flag = (option: string) => `--${flagNameOf(option)}`;

/** The command line. */
export const COMMAND_LINE: Place = { describe: flag, spell: flag, fioSizes: false };

/** A job file or a set of job flags that cannot be used as it stands. */
export function invalidJobFile(message: string, nextSteps: string[] = []): UserError {
  return new UserError("job_file_invalid", message, { nextSteps });
}

/**
 * What the call returns; a refusal of a value gets the place in front of it.
 *
 * @throws UserError `job_file_invalid`
 */
export function atPlace<T>(where: string, nextSteps: string[], call: () => T): T {
  try {
    return call();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw invalidJobFile(`${where}: ${error.message}`, nextSteps);
  }
}
