/** The error that a call refuses its input with. */
import assert from "node:assert/strict";
import { UserError } from "../../../src/errors.js";

export function refusalOf(call: () => unknown): UserError {
  try {
    call();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  return assert.fail("nothing was refused");
}
