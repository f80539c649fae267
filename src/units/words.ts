/** Words of 64 bits as people write and read them: exact, so never as a number. */
import { UserError } from "../errors.js";

const WORD = /^(-?)(0x[0-9a-f]+|\d+)$/i;
const SIGNED_MIN = -(2n ** 63n);
const UNSIGNED_MAX = 2n ** 64n - 1n;

const NEXT_STEP =
  "Give a whole number, decimal or with 0x in hexadecimal, from -2^63 to 2^64 - 1: 5, -1, 0xff.";

/**
 * `5`, `-1`, `0xffffffffffffffff`: a whole number that 64 bits hold, with a sign or without.
 *
 * @returns the word, from 0 to 2^64 - 1: a negative number in two's complement
 * @throws UserError `usage`
 */
export function parseWord(text: string): bigint {
  const [, sign, digits = ""] = WORD.exec(text) ?? [];
  if (sign === undefined) throw refusal(text, "it is no whole number");
  const value = sign === "-" ? -BigInt(digits) : BigInt(digits);
  if (value < SIGNED_MIN || value > UNSIGNED_MAX) throw refusal(text, "64 bits do not hold it");
  return BigInt.asUintN(64, value);
}

function refusal(text: string, why: string): UserError {
  return new UserError("usage", `'${text}' is refused: ${why}`, { nextSteps: [NEXT_STEP] });
}

/** `5 (0x5)`; with the number that it is with a sign, where that is another: `… (0xff…, -1)`. */
export function formatWord(word: bigint): string {
  const signed = BigInt.asIntN(64, word);
  return `${word} (0x${word.toString(16)}${signed < 0n ? `, ${signed}` : ""})`;
}
