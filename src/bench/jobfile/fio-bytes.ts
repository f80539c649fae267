/** Sizes as fio 3 reads them in a job file, at its default `kb_base=1024`. */
import { parseBytes } from "../../units/bytes.js";

const DECIMAL_SIZE = /^(\d+)([kmgtp])ib$/i;

/**
 * Bytes, and whether the suffix was one that fio takes as decimal: it reads `4k` and `4kB`
 * as 4096 but `4KiB` as 4000, for the sake of old scripts. All else is as in `parseBytes`.
 *
 * @throws UserError `size_invalid`
 */
export function parseFioBytes(text: string): { bytes: number; decimal: boolean } {
  const match = DECIMAL_SIZE.exec(text);
  if (match === null) return { bytes: parseBytes(text), decimal: false };
  const exponent = "kmgtp".indexOf((match[2] ?? "").toLowerCase()) + 1;
  const bytes = Number(match[1]) * 1000 ** exponent;
  // What does not fit is refused with the same words as everywhere.
  return { bytes: Number.isSafeInteger(bytes) ? bytes : parseBytes(text), decimal: true };
}
