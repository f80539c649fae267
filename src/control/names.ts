/** What the control API lets people call things. */
import * as z from "zod";

const NAME_RULE = "Letters, digits, '.', '_' and '-'; at most 63, starting with a letter or digit";

/** A name for volumes, points and devices: a file name, a URL and a shell take it unquoted. */
export const name = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/, NAME_RULE)
  .describe(NAME_RULE);

/** What people read on a terminal, which must not obey it: no control characters. */
export function text(longest: number) {
  return z
    .string()
    .max(longest, `at most ${longest} characters`)
    .regex(/^\P{Cc}*$/u, "no control characters");
}
