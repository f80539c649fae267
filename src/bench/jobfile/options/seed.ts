/** The value of `randseed`: 64 bits, decimal or hexadecimal. */
import { UserError } from "../../../errors.js";
import type { ValueType } from "../value-types.js";

const SEED_MAX = 2n ** 64n - 1n;

export const seed: ValueType<bigint> = {
  allowed: "a whole number of at most 64 bits: 42, 0x89",
  parse(text) {
    const value = /^(0x[0-9a-f]+|\d+)$/i.test(text) ? BigInt(text) : -1n;
    if (value >= 0n && value <= SEED_MAX) return value;
    throw new UserError("job_file_invalid", `'${text}' is not a whole number below 2^64`);
  },
};
