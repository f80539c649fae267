/** Expecting a `UserError` by its code and words. */
import assert from "node:assert/strict";
import { type ErrorCode, UserError } from "../../src/errors.js";

/** For `assert.throws` and `assert.rejects`. */
export function userError(code: ErrorCode, message = /./): (error: unknown) => boolean {
  return (error) => {
    assert(error instanceof UserError, `not a UserError: ${String(error)}`);
    assert.equal(error.code, code, error.message);
    assert.match(error.message, message);
    return true;
  };
}
