/** What a failed command says, as text and as JSON, and its exit status. */
import { Errors } from "@oclif/core";
import { fromNative } from "../binding/failure.js";
import type { Failure } from "../control/schemas.js";
import { Cancelled, errorCodeOf, exitStatusOf, UserError } from "../errors.js";

export interface FailureReport {
  exitStatus: number;
  /** For stdout, with `--json`. */
  document: Failure;
  /** For stderr, without. */
  text: string;
}

export function reportFailure(thrown: unknown): FailureReport {
  const error = classify(thrown);
  const message = error instanceof Error ? error.message : String(error);
  const nextSteps = nextStepsOf(error);
  return {
    exitStatus: exitStatusOf(error),
    document: { error: { code: errorCodeOf(error), message, next_steps: nextSteps } },
    text: [
      `Error: ${visible(message)}`,
      ...nextSteps.map((step) => `  ${visible(step)}`),
      ...traceOf(error),
      "",
    ].join("\n"),
  };
}

/** Says what went wrong, in text on stderr or as a document on stdout; sets the exit status. */
export function sayFailure(thrown: unknown, form: "text" | "document"): void {
  const { exitStatus, document, text } = reportFailure(thrown);
  // Set, not exit(): what was written to a pipe must get through.
  process.exitCode = exitStatus;
  if (form === "document") process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
  else process.stderr.write(text);
}

/** A terminal must not obey what a message quotes: an argument, a line of a file. */
function visible(text: string): string {
  const escaped = (control: string) => `\\x${control.charCodeAt(0).toString(16).padStart(2, "0")}`;
  return text.replace(/[^\P{Cc}\n]/gu, escaped);
}

function nextStepsOf(error: unknown): string[] {
  if (error instanceof UserError) return error.nextSteps;
  if (error instanceof Cancelled) return [];
  return ["This is a mistake in memvol: report it, with what you did."];
}

/** What is needed to mend a mistake of ours; no user needs to see it for their own. */
function traceOf(error: unknown): string[] {
  if (error instanceof UserError || error instanceof Cancelled) return [];
  return error instanceof Error && error.stack !== undefined ? [error.stack] : [];
}

/** Native failures and the command line's own refusals as the errors that memvol has. */
function classify(thrown: unknown): unknown {
  const error = fromNative(thrown);
  if (error instanceof UserError) return fromFlag(error);
  if (!(error instanceof Errors.CLIError)) return error;
  const message = error.message.replace(/\nSee more help with --help$/, "");
  return new UserError("usage", message, {
    nextSteps: ["See how it is used: add --help"],
    cause: error,
  });
}

/** The parser wraps the message of what a flag's own parse function threw. */
function fromFlag(error: UserError): UserError {
  const wrapped = /^Parsing (--\S+) \n\t([\s\S]*)\nSee more help with --help$/.exec(error.message);
  if (wrapped === null) return error;
  const { code, nextSteps, cause } = error;
  return new UserError(code, `${wrapped[1]}: ${wrapped[2]}`, { nextSteps, cause });
}
