/** Surroundings that a test makes up. */
import type { Keyword, Surroundings } from "../../../src/bench/jobfile/source.js";

export const MADE_UP_MACHINE: Readonly<Record<Keyword, number>> = {
  pagesize: 4096,
  mb_memory: 1000,
  ncpus: 6,
};

export function surroundings(
  files: Readonly<Record<string, string>> = {},
  environment: Readonly<Record<string, string>> = {},
): Surroundings {
  return {
    environment,
    keyword: (name) => MADE_UP_MACHINE[name],
    readText: (path) => files[path],
  };
}

/** The name of a variable as a job file has it, with its braces. */
export function variable(name: string): string {
  return ["$", "{", name, "}"].join("");
}
