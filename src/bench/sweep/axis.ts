/** The values of a swept option: `512,4k,64k`, `1..64`, `10..50:10`. */
import { UserError } from "../../errors.js";
import { parseBytes } from "../../units/bytes.js";

/** More are a mistake, or a way to wait for days. */
const VALUES_MAX = 1000;
const RANGE = /^(.+?)\.\.(.+?)(?::(.+))?$/;

/**
 * In the order given, each once. A range doubles from its start and ends at its end; with a step
 * it counts up by that.
 *
 * @param flag as the user wrote it, for errors
 * @throws UserError `usage`
 */
export function parseAxis(text: string, flag: string): string[] {
  const values = text.split(",").flatMap((part) => valuesOf(part.trim(), flag));
  const distinct = [...new Set(values)];
  if (distinct.length > VALUES_MAX) {
    throw refusal(`${flag} ${text} has ${distinct.length} values`, "fewer values, or larger steps");
  }
  return distinct;
}

function valuesOf(part: string, flag: string): string[] {
  if (part === "") throw refusal(`${flag} has an empty value`, "values separated by commas");
  const [, from, to, step] = RANGE.exec(part) ?? [];
  if (from === undefined || to === undefined) return [part];
  const [first, last] = [amountOf(from, part, flag), amountOf(to, part, flag)];
  const by = step === undefined ? undefined : amountOf(step, part, flag);
  if (first < 1 || first > last || by === 0) {
    throw refusal(`${flag} ${part} is no range`, "the smaller value first, from 1 on");
  }
  return rangeOf(first, last, by).map(String);
}

function rangeOf(first: number, last: number, by: number | undefined): number[] {
  const values: number[] = [];
  const next = (value: number) => (by === undefined ? 2 * value : value + by);
  for (let value = first; value < last && values.length <= VALUES_MAX; value = next(value)) {
    values.push(value);
  }
  return [...values, last];
}

function amountOf(text: string, part: string, flag: string): number {
  try {
    return parseBytes(text);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw refusal(`${flag} ${part}: ${error.message}`, "whole numbers, with a suffix for sizes");
  }
}

function refusal(message: string, give: string): UserError {
  return new UserError("usage", message, {
    nextSteps: [`Give ${give}: 512,4k,64k, or 1..64 to double, or 10..50:10 to count up.`],
  });
}
