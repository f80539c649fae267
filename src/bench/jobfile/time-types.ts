/** Spans of time. */
import { evaluate, type Suffixes } from "./arithmetic.js";
import { isExpression, refusal, type ValueType } from "./value-types.js";

const NANOSECONDS: Suffixes = new Map([
  ["us", 1e3],
  ["usec", 1e3],
  ["ms", 1e6],
  ["msec", 1e6],
  ["s", 1e9],
  ["m", 60e9],
  ["h", 3600e9],
  ["d", 86_400e9],
]);

/** Seconds, from a whole number with one of fio's time suffixes. */
export const duration: ValueType<number> = {
  allowed: "a time in whole seconds, or with a unit: 10, 500ms, 250us, 2m, 1h, 1d",
  parse: (text) => nanosecondsOf(text, 1e9) / 1e9,
};

/** The same, but a number without a unit counts microseconds. */
export const microseconds: ValueType<number> = {
  allowed: "a time in whole microseconds, or with a unit: 50, 10ms, 2s",
  parse: (text) => nanosecondsOf(text, 1e3) / 1e9,
};

/** Seconds, the same or two as a range in either order. */
export const durationRange: ValueType<{ min: number; max: number }> = {
  allowed: "a time, or two as a range: 5, 500ms-2s",
  parse(text, context) {
    const [low = "", high = low, ...others] = text.split(/[-:]/);
    if (others.length > 0) throw refusal(text, "is not a range of two times");
    const bounds = [duration.parse(low, context), duration.parse(high, context)];
    return { min: Math.min(...bounds), max: Math.max(...bounds) };
  },
};

/** @param alone what a number without a unit counts, in nanoseconds */
function nanosecondsOf(text: string, alone: number): number {
  const ns = isExpression(text) ? expression(text, alone) : single(text, alone);
  if (Number.isSafeInteger(ns) && ns >= 0) return ns;
  throw refusal(text, "is longer than can be counted in nanoseconds");
}

function expression(text: string, alone: number): number {
  const { value, suffixed } = evaluate(text, NANOSECONDS);
  if (value < 0) throw refusal(text, "is negative");
  return suffixed ? value : value * alone;
}

function single(text: string, alone: number): number {
  const [, digits, unit = ""] = /^(\d+)([a-z]*)$/i.exec(text) ?? [];
  const ns = unit === "" ? alone : NANOSECONDS.get(unit.toLowerCase());
  if (digits !== undefined && ns !== undefined) return Number(digits) * ns;
  throw refusal(text, "is not a whole number with one of the units us, ms, s, m, h, d");
}
