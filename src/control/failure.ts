/** Failures on the wire: error → HTTP status and body, and back. */
import { ERROR_CODES, type ExitKind, errorCodeOf, isErrorCode, UserError } from "../errors.js";
import type { Failure } from "./schemas.js";

const HTTP_STATUS: Record<ExitKind, number> = {
  ok: 200,
  bug: 500,
  usage: 400,
  unreachable: 502,
  not_found: 404,
  conflict: 409,
  capacity: 507,
  refused: 403,
  io: 500,
  file: 500,
  environment: 500,
  threshold: 500,
  regression: 500,
  in_use: 409,
  interrupted: 503,
  terminated: 503,
};

export function httpStatusOf(error: unknown): number {
  return HTTP_STATUS[error instanceof UserError ? ERROR_CODES[error.code] : "bug"];
}

/** The body that goes with an error; what is ours to mend keeps its details in the log. */
export function failureBody(error: unknown): Failure {
  if (error instanceof UserError) {
    const { code, message, nextSteps } = error;
    return { error: { code, message, next_steps: nextSteps } };
  }
  return {
    error: {
      code: errorCodeOf(error),
      message: "The device failed to answer; its log says why",
      next_steps: ["Look at the device's log and report the error."],
    },
  };
}

/** The error that a body stands for: the same code and words as on the device. */
export function errorFromBody({ error }: Failure): Error {
  if (!isErrorCode(error.code)) return new Error(`${error.code}: ${error.message}`);
  return new UserError(error.code, error.message, { nextSteps: error.next_steps });
}
