/** The types that values of job options have, each with fio's grammar and a phrase for people. */
import type { DirectionPair } from "../../binding/native.js";
import { UserError } from "../../errors.js";
import { parseBytes } from "../../units/bytes.js";
import type { Extent } from "../job.js";
import { parseFioBytes } from "./fio-bytes.js";

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

const NANOSECONDS = new Map([
  ["us", 1e3],
  ["usec", 1e3],
  ["ms", 1e6],
  ["msec", 1e6],
  ["s", 1e9],
  ["m", 60e9],
  ["h", 3600e9],
  ["d", 86_400e9],
]);

function refusal(text: string, why: string): UserError {
  return new UserError("job_file_invalid", `'${text}' ${why}`);
}

/** A byte count; a suffix that fio takes as decimal is pointed out. */
export function size(min: number): ValueType<number> {
  return {
    allowed: `a size from ${min} up: 4096, 4k, 1m, 1g`,
    parse(text, context) {
      const bytes = context.fioSizes ? fioSize(text, context) : parseBytes(text);
      if (bytes < min) throw refusal(text, `is less than ${min}`);
      return bytes;
    },
  };
}

function fioSize(text: string, context: ValueContext): number {
  const { bytes, decimal } = parseFioBytes(text);
  if (decimal) {
    const binary = text.replace(/ib$/i, "").toLowerCase();
    context.warn(`'${text}' is ${bytes} bytes, as fio reads it; '${binary}' is a power of 1024`);
  }
  return bytes;
}

/** A whole number, to which fio allows the suffixes of sizes too: `1k` is 1024. */
export function wholeNumber(min: number, max: number): ValueType<number> {
  const allowed = `a whole number from ${min} to ${max}`;
  return {
    allowed,
    parse(text) {
      const [, digits, suffix = ""] = /^(0x[0-9a-f]+|\d+)([km]?)$/i.exec(text) ?? [];
      const value = Number(digits) * 1024 ** ["", "k", "m"].indexOf(suffix.toLowerCase());
      if (value >= min && value <= max) return value;
      throw refusal(text, `is not ${allowed}`);
    },
  };
}

/** A size, or a share of the volume in whole percent. */
export function extent(minPercent: number): ValueType<Extent> {
  const bytes = size(0);
  return {
    allowed: `a size, such as 64m, or a share from ${minPercent}% to 100%`,
    parse(text, context) {
      const percent = /^(\d+)%$/.exec(text)?.[1];
      if (percent === undefined) return { bytes: bytes.parse(text, context) };
      if (Number(percent) >= minPercent && Number(percent) <= 100) {
        return { percent: Number(percent) };
      }
      throw refusal(text, `is not a share from ${minPercent}% to 100%`);
    },
  };
}

/** Seconds, from a whole number with one of fio's time suffixes. */
export const duration: ValueType<number> = {
  allowed: "a time in whole seconds, or with a unit: 10, 500ms, 250us, 2m, 1h, 1d",
  parse(text) {
    const match = /^(\d+)([a-z]*)$/i.exec(text);
    const ns = NANOSECONDS.get((match?.[2] || "s").toLowerCase());
    if (match !== null && ns !== undefined) {
      const seconds = (Number(match[1]) * ns) / 1e9;
      if (Number.isSafeInteger(Math.ceil(seconds * 1e9))) return seconds;
      throw refusal(text, "is longer than can be counted in nanoseconds");
    }
    throw refusal(text, "is not a whole number with one of the units us, ms, s, m, h, d");
  },
};

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

/** One value for both directions, or `READ,WRITE`, either of which may be left out. */
export function pairOf<T>(type: ValueType<T>): ValueType<Partial<DirectionPair<T>>> {
  return {
    allowed: `${type.allowed}; or two, as READ,WRITE`,
    parse(text, context) {
      const parts = text.split(",");
      if (parts.length > 2) throw refusal(text, "has more than two parts: memvol has no trim");
      const [read, write] = parts.map((part) =>
        part === "" ? undefined : type.parse(part, context),
      );
      if (read === undefined && write === undefined) throw refusal(text, "holds no value");
      const pair: Partial<DirectionPair<T>> = {};
      if (read !== undefined) pair.read = read;
      if (write !== undefined) pair.write = write;
      if (parts.length === 1 && read !== undefined) pair.write = read;
      return pair;
    },
  };
}
