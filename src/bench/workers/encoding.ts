/**
 * Messages as JSON, a line each, with what JSON has no form for: whole numbers of 64 bits, bytes,
 * lists of doubles, and native errors with what they carry.
 */

type Tagged =
  | { $bigint: string }
  | { $bytes: string }
  | { $doubles: number[] }
  | { $error: { message: string; [key: string]: unknown } };

/** Without the newline at its end: JSON has none inside. */
export function encodeMessage(message: object): string {
  return JSON.stringify(message, tag);
}

/** @throws SyntaxError for what is no JSON */
export function decodeMessage(line: string): unknown {
  return JSON.parse(line, untag);
}

/** `JSON.stringify` has called `toJSON` by then, which Buffer has: the holder has the original. */
function tag(this: unknown, key: string, given: unknown): unknown {
  const value = (this as Record<string, unknown>)[key];
  if (typeof value === "bigint") return { $bigint: String(value) } satisfies Tagged;
  if (value instanceof Float64Array) return { $doubles: [...value] } satisfies Tagged;
  if (value instanceof Uint8Array) {
    return { $bytes: Buffer.from(value).toString("base64") } satisfies Tagged;
  }
  if (value instanceof Error) {
    return { $error: { ...value, message: value.message } } satisfies Tagged;
  }
  return given;
}

function untag(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const tagged = value as Partial<Record<"$bigint" | "$bytes", string>> & {
    $doubles?: number[];
    $error?: { message: string };
  };
  if (tagged.$bigint !== undefined) return BigInt(tagged.$bigint);
  if (tagged.$bytes !== undefined) return new Uint8Array(Buffer.from(tagged.$bytes, "base64"));
  if (tagged.$doubles !== undefined) return Float64Array.from(tagged.$doubles);
  if (tagged.$error !== undefined) {
    const { message, ...carried } = tagged.$error;
    return Object.assign(new Error(message), carried);
  }
  return value;
}
