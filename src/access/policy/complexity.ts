/**
 * How deep a policy goes. Cedar's WebAssembly has a stack of fixed size, and a text that overflows
 * it leaves all of Cedar unusable in this process: measured, it does from some 150 brackets in one
 * another on, or 300 operators one after the other.
 */
import { UserError } from "../../errors.js";

const NESTING_MAX = 32;
const OPERATORS_MAX = 200;

/** Strings and comments, in which nothing counts. */
const QUIET = /"(?:[^"\\]|\\.)*"|\/\/[^\n]*/gs;
const OPERATOR = /&&|\|\||[.+*<>=!-]|\b(?:if|has|like|is|in)\b/g;

/** @throws UserError `policy_invalid` for a text that one had better not show to Cedar */
export function checkComplexity(text: string): void {
  const bare = text.replace(QUIET, '""');
  if (nestingOf(bare) > NESTING_MAX) {
    throw tooComplex(`has more than ${NESTING_MAX} brackets in one another`);
  }
  // Each policy by itself: many simple ones do no harm.
  for (const one of bare.split(";")) {
    if ((one.match(OPERATOR) ?? []).length <= OPERATORS_MAX) continue;
    throw tooComplex(`has more than ${OPERATORS_MAX} operators`);
  }
}

function nestingOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const character of text) {
    if ("([{".includes(character)) deepest = Math.max(deepest, ++depth);
    else if (")]}".includes(character)) depth -= 1;
  }
  return deepest;
}

function tooComplex(why: string): UserError {
  return new UserError("policy_invalid", `A policy ${why}`, {
    nextSteps: ["Say it in several policies: each that permits opens what it permits."],
  });
}
