/** Errors as the addon makes them. */
import type { NativeFailure } from "./native.js";

export function nativeError(
  code: string,
  operation: string,
  errno: number,
  message: string,
): Error & NativeFailure {
  return Object.assign(new Error(message), { code, operation, errno });
}
