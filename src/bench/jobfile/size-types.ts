/** Byte counts, shares of a volume, and ranges of byte counts. */
import { UserError } from "../../errors.js";
import { parseBytes } from "../../units/bytes.js";
import type { Extent } from "../job.js";
import { evaluate, SIZE_SUFFIXES } from "./arithmetic.js";
import { parseFioBytes } from "./fio-bytes.js";
import { isExpression, refusal, type ValueContext, type ValueType } from "./value-types.js";

/** A byte count; a suffix that fio takes as decimal is pointed out. */
export function size(min: number): ValueType<number> {
  return {
    allowed: `a size from ${min} up: 4096, 4k, 1m, 1g, (2*4k)`,
    parse(text, context) {
      const bytes = bytesOf(text, context);
      if (bytes < min) throw refusal(text, `is less than ${min}`);
      return bytes;
    },
  };
}

function bytesOf(text: string, context: ValueContext): number {
  if (!isExpression(text)) return context.fioSizes ? fioSize(text, context) : parseBytes(text);
  const { value } = evaluate(text, SIZE_SUFFIXES);
  if (Number.isSafeInteger(value)) return value;
  throw new UserError("size_invalid", `'${text}' is more than ${Number.MAX_SAFE_INTEGER} bytes`);
}

function fioSize(text: string, context: ValueContext): number {
  const { bytes, decimal } = parseFioBytes(text);
  if (decimal) {
    const binary = text.replace(/ib$/i, "").toLowerCase();
    context.warn(`'${text}' is ${bytes} bytes, as fio reads it; '${binary}' is a power of 1024`);
  }
  return bytes;
}

/** A size that may be negative. */
export const signedSize: ValueType<number> = {
  allowed: "a size, which may be negative: 4k, -8k",
  parse(text, context) {
    return text.startsWith("-") ? -bytesOf(text.slice(1), context) : bytesOf(text, context);
  },
};

/** Two sizes, in either order. */
export function sizeRange(min: number): ValueType<{ minBytes: number; maxBytes: number }> {
  const bound = size(min);
  return {
    allowed: "two sizes, as 1k-4k or 1k:4k",
    parse(text, context) {
      const [low, high, ...others] = text.split(/[-:]/);
      if (!low || !high || others.length > 0) throw refusal(text, "is not a range of two sizes");
      const bounds = [bound.parse(low, context), bound.parse(high, context)];
      return { minBytes: Math.min(...bounds), maxBytes: Math.max(...bounds) };
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
