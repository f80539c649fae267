/** What a type of values is, and the plainest of them; each with a phrase for people. */
import { UserError } from "../../errors.js";
import { evaluate, SIZE_SUFFIXES } from "./arithmetic.js";

export interface ValueContext {
  /** Sizes by fio's rule, in which `KiB` is 1000 and not 1024. */
  fioSizes: boolean;
  /** Takes what the writer of the value should know. */
  warn(message: string): void;
}

export interface ValueType<T> {
  /** What is allowed: a phrase that follows "takes". */
  allowed: string;
  /** The value of a bare name; absent: a value must be written. */
  bare?: T;
  /** @throws UserError that quotes the text and says what is wrong with it */
  parse(text: string, context: ValueContext): T;
}

export function refusal(text: string, why: string): UserError {
  return new UserError("job_file_invalid", `'${text}' ${why}`);
}

/** Whether a value is an expression, which fio takes wherever it takes a number. */
export function isExpression(text: string): boolean {
  return text.startsWith("(");
}

/** A whole number, to which fio allows the suffixes of sizes too: `1k` is 1024. */
export function wholeNumber(min: number, max: number): ValueType<number> {
  const allowed = `a whole number from ${min} to ${max}`;
  return {
    allowed,
    parse(text) {
      const value = isExpression(text) ? evaluate(text, SIZE_SUFFIXES).value : suffixed(text);
      if (value >= min && value <= max) return value;
      throw refusal(text, `is not ${allowed}`);
    },
  };
}

function suffixed(text: string): number {
  const [, digits, suffix = ""] = /^(0x[0-9a-f]+|\d+)([km]?)$/i.exec(text) ?? [];
  return Number(digits) * 1024 ** ["", "k", "m"].indexOf(suffix.toLowerCase());
}

/** 1 or 0, written out. */
export const oneOrZero: ValueType<boolean> = {
  allowed: "1 or 0",
  parse(text) {
    if (text === "1") return true;
    if (text === "0") return false;
    throw refusal(text, "is neither 1 nor 0");
  },
};

/** An option whose name alone switches it on. */
export const onSwitch: ValueType<boolean> = {
  ...oneOrZero,
  allowed: "no value, or 1 or 0",
  bare: true,
};

/** Any text but none at all. */
export const words: ValueType<string> = {
  allowed: "a text",
  parse(text) {
    if (text === "") throw refusal(text, "is empty");
    return text;
  },
};

/** One of the keys; gives what stands for it. */
export function oneOf<T>(values: Record<string, T>): ValueType<T> {
  const byName = new Map(Object.entries(values));
  const allowed = [...byName.keys()].join(", ");
  return {
    allowed: `one of ${allowed}`,
    parse(text) {
      const value = byName.get(text);
      if (value === undefined) throw refusal(text, `is not one of ${allowed}`);
      return value;
    },
  };
}
