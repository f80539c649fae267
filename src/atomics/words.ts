/** What the structures here are made of: atomic words, and plain bytes beside them. */
import type { NativeSession } from "../binding/native.js";

/** An attached range of a volume, with the right `atomic`. */
export type WordSession = Pick<NativeSession, "fetchAdd" | "compareSwap">;

/** And with the rights `read` and `write`. */
export type MemorySession = WordSession & Pick<NativeSession, "read" | "write">;

/** The word as it is: an atomic operation that changes nothing, and leaves no region dirty. */
export function load(session: WordSession, offsetBytes: number): Promise<bigint> {
  return session.fetchAdd(offsetBytes, 0n);
}

/** Whether it swapped. */
export async function swap(
  session: WordSession,
  offsetBytes: number,
  expected: bigint,
  desired: bigint,
): Promise<boolean> {
  return (await session.compareSwap(offsetBytes, expected, desired)) === expected;
}
