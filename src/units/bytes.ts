/** Sizes as people write and read them: parsing for flags and configuration, IEC for output. */
import { UserError } from "../errors.js";
import { scale, type Units } from "./digits.js";

const SUFFIX_LETTERS = "kmgtp";
const SIZE = /^(0x[0-9a-f]+|\d+)(?:([kmgtp])i?)?b?$/i;

const NEXT_STEP =
  "Give a whole number of bytes, alone or with a suffix in powers of 1024: 512, 4k, 64M, 1GiB.";

/** Sizes in IEC units, up to the largest that a number holds exactly. */
export const IEC_UNITS: Units = [
  { name: "B", worth: 1 },
  { name: "KiB", worth: 2 ** 10 },
  { name: "MiB", worth: 2 ** 20 },
  { name: "GiB", worth: 2 ** 30 },
  { name: "TiB", worth: 2 ** 40 },
  { name: "PiB", worth: 2 ** 50 },
];

/**
 * Bytes from `512`, `4k`, `64M`, `1GiB`, `0x1000`: a whole number and an optional suffix, in
 * any case and without a space between.
 *
 * Every suffix is a power of 1024: `1g`, `1GB`, `1Gi` and `1GiB` are all 2^30. `1GB` is not
 * 10^9, because fio reads it as 2^30 and a suffix must not change its meaning between a flag
 * and the job file beside it; and memory comes in powers of two.
 *
 * @throws UserError `size_invalid` for anything else, fractions included (fio would read
 * `1.5M` as one byte), and for more than `Number.MAX_SAFE_INTEGER` bytes.
 */
export function parseBytes(text: string): number {
  const match = SIZE.exec(text);
  if (match === null) throw refusal(text, whyNoSize(text));
  const letter = (match[2] ?? "").toLowerCase();
  const exponent = letter === "" ? 0 : SUFFIX_LETTERS.indexOf(letter) + 1;
  const bytes = Number(match[1]) * 1024 ** exponent;
  if (!Number.isSafeInteger(bytes)) {
    throw refusal(text, `it is more than ${Number.MAX_SAFE_INTEGER} bytes`);
  }
  return bytes;
}

/** The reason for a text that is no size, as exact as can be told. */
function whyNoSize(text: string): string {
  if (text.trim() === "") return "it is empty";
  if (/^-/.test(text)) return "it is negative";
  if (/^\d*[.,]\d/.test(text)) return "it has a fraction";
  if (/\s/.test(text)) return "it has a space in it";
  if (/^\d/.test(text)) return "its suffix is unknown";
  return "it does not start with a number";
}

function refusal(text: string, why: string): UserError {
  return new UserError("size_invalid", `'${text}' is not a size: ${why}`, {
    nextSteps: [NEXT_STEP],
  });
}

/** `512 B`, `4.0 KiB`, `1.0 GiB`, `512 MiB`: a decimal below 100, none above. */
export function formatBytes(bytes: number): string {
  const { value, unit } = scale(bytes, IEC_UNITS);
  const decimals = unit === IEC_UNITS[0] || value >= 99.95 ? 0 : 1;
  return `${value.toFixed(decimals)} ${unit.name}`;
}
