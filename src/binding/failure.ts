/** Native failures as the rest of memvol knows them. */
import { isErrorCode, UserError } from "../errors.js";
import type { NativeFailure } from "./native.js";

/** Whether something thrown carries what native errors carry. */
export function isNativeFailure(error: unknown): error is Error & NativeFailure {
  return (
    error instanceof Error &&
    "code" in error &&
    typeof error.code === "string" &&
    "operation" in error &&
    typeof error.operation === "string" &&
    "errno" in error &&
    typeof error.errno === "number"
  );
}

/**
 * A native failure with one of our codes becomes that `UserError`, the original as its cause;
 * everything else comes back as it is.
 */
export function fromNative(error: unknown): unknown {
  if (!isNativeFailure(error) || !isErrorCode(error.code)) return error;
  return new UserError(error.code, error.message, { cause: error });
}
