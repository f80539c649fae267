/** Where an option was written: how errors and warnings name it, and whose sizes it takes. */
import { UserError } from "../../errors.js";

export interface Place {
  /** The option with its place: `jobs.fio:12: 'bs'`, or `--bs`. */
  describe(option: string): string;
  /** Sizes by fio's rule, in which `KiB` is 1000 and not 1024. */
  fioSizes: boolean;
}

/** A line of a job file. */
export function lineOf(file: string, line: number): Place {
  return { describe: (option) => `${file}:${line}: '${option}'`, fioSizes: true };
}

/** A flag of the command line; the name is shown as it was typed. */
export const COMMAND_LINE: Place = {
  describe: (option) => `--${option}`,
  fioSizes: false,
};

/** A job file or a set of job flags that cannot be used as it stands. */
export function invalidJobFile(message: string, nextSteps: string[] = []): UserError {
  return new UserError("job_file_invalid", message, { nextSteps });
}
