/** What a schema found wrong, in one line that names each key. */
import type { z } from "zod";

/** `nameOf` says what a top-level key is called where the reader wrote it. */
export function describeIssues(
  error: z.ZodError,
  nameOf: (key: string) => string = (key) => key,
): string {
  return error.issues
    .map(({ path: [first, ...rest], message }) =>
      first === undefined ? message : `${[nameOf(String(first)), ...rest].join(".")}: ${message}`,
    )
    .join("; ");
}
