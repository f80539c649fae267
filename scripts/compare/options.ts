/** The command line of a comparison. */
import { parseArgs } from "node:util";
import { UserError } from "../../src/errors.js";

export interface Options {
  /** How often each side of a comparison is measured. */
  rounds: number;
  /** How long each measurement lasts. */
  seconds: number;
  json: boolean;
  /** The groups of comparisons to run; empty: all. */
  groups: string[];
}

export interface Usage {
  /** What runs the comparison: `npm run bench:compare`. */
  command: string;
  /** The names of its groups. */
  groups: readonly string[];
}

/** @throws UserError `usage` */
export function parseOptions(argv: string[], usage: Usage): Options {
  const { values, positionals } = parse(argv);
  for (const name of positionals) {
    if (!usage.groups.includes(name)) {
      throw refusal(`no group of comparisons is called '${name}'`, usage);
    }
  }
  return {
    rounds: wholeNumber("rounds", values.rounds, usage),
    seconds: wholeNumber("seconds", values.seconds, usage),
    json: values.json,
    groups: positionals,
  };
}

function parse(argv: string[]) {
  try {
    return parseArgs({
      args: argv,
      allowPositionals: true,
      options: {
        rounds: { type: "string", default: "5" },
        seconds: { type: "string", default: "2" },
        json: { type: "boolean", default: false },
      },
    });
  } catch (error) {
    throw new UserError("usage", error instanceof Error ? error.message : String(error));
  }
}

function wholeNumber(name: string, text: string, usage: Usage): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw refusal(`--${name} is '${text}' and not a whole number from 1 to 9999`, usage);
}

function refusal(message: string, { command, groups }: Usage): UserError {
  const options = `[--rounds N] [--seconds N] [--json] [${groups.join(" | ")}]…`;
  return new UserError("usage", message, { nextSteps: [`${command} -- ${options}`] });
}
