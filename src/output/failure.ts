/** What a failed command says, as text and as JSON, and its exit status. */
import { Errors } from "@oclif/core";
import { fromNative } from "../binding/failure.js";
import type { Failure } from "../control/schemas.js";
import { Cancelled, exitStatusOf, UserError } from "../errors.js";

export interface FailureReport {
  exitStatus: number;
  /** For stdout, with `--json`. */
  document: Failure;
  /** For stderr, without. */
  text: string;
}

export function reportFailure(thrown: unknown): FailureReport {
  const error = classify(thrown);
  const exitStatus = exitStatusOf(error);
  if (error instanceof UserError) {
    const { code, message, nextSteps } = error;
    return { exitStatus, ...written(code, message, nextSteps) };
  }
  if (error instanceof Cancelled) {
    const code = error.signal === "SIGINT" ? "interrupted" : "terminated";
    return { exitStatus, ...written(code, error.message, []) };
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const { document } = written("internal_error", messageOf(error), [
    "This is a mistake in memvol: report it, with what you did.",
  ]);
  return { exitStatus, document, text: `Error: a mistake in memvol, please report it\n${stack}\n` };
}

function written(code: string, message: string, nextSteps: string[]) {
  const document: Failure = { error: { code, message, next_steps: nextSteps } };
  const text = [`Error: ${message}`, ...nextSteps.map((step) => `  ${step}`), ""].join("\n");
  return { document, text };
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

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
