/** The value of `percentile_list`: percentiles joined by colons. */
import { UserError } from "../../../errors.js";
import type { ValueType } from "../value-types.js";

const MAX_PERCENTILES = 20;

/** Ascending and without repetition, whatever the order in which they are written. */
export const percentileList: ValueType<number[]> = {
  allowed: `up to ${MAX_PERCENTILES} percentiles above 0 and up to 100, as 50:99:99.9`,
  parse(text) {
    const parts = text.split(":");
    if (parts.length > MAX_PERCENTILES) {
      const why = `has ${parts.length} percentiles; ${MAX_PERCENTILES} is the limit`;
      throw new UserError("job_file_invalid", `'${text}' ${why}`);
    }
    return [...new Set(parts.map(percentile))].sort((a, b) => a - b);
  },
};

/** A single one, which may be 100. */
export const percentileOfOperations: ValueType<number> = {
  allowed: "a percentage above 0 and up to 100, as 99.9",
  parse: percentile,
};

function percentile(text: string): number {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (value > 0 && value <= 100) return value;
  throw new UserError("job_file_invalid", `'${text}' is not a percentile above 0 and up to 100`);
}
