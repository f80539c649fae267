/** One atomic operation on a word of a volume, by a session of its own. */
import { fromNative } from "../binding/failure.js";
import { type NativeSession, WORD_BYTES } from "../binding/native.js";
import { UserError } from "../errors.js";
import { attachVolume } from "./attach.js";
import type { VolumeAccess } from "./transfer.js";

/** Words are decimal strings: a number of JSON does not hold 64 bits. */
export interface FetchedAdd {
  volume: string;
  offset_bytes: number;
  delta: string;
  old_value: string;
  new_value: string;
}

export interface ComparedSwap {
  volume: string;
  offset_bytes: number;
  expected: string;
  desired: string;
  old_value: string;
  /** Whether the word had the expected value, and now has the desired one. */
  swapped: boolean;
}

/**
 * Adds to a word, modulo 2^64.
 *
 * @param delta from 0 to 2^64 - 1: a negative one in two's complement
 * @throws UserError `alignment_invalid`, `range_invalid`, `access_denied` and what attaching throws
 */
export async function fetchAdd(
  access: VolumeAccess,
  volume: string,
  offsetBytes: number,
  delta: bigint,
): Promise<FetchedAdd> {
  const old = await onWord(access, volume, offsetBytes, (session) => session.fetchAdd(0, delta));
  return {
    volume,
    offset_bytes: offsetBytes,
    delta: String(delta),
    old_value: String(old),
    new_value: String(BigInt.asUintN(64, old + delta)),
  };
}

/**
 * Puts the desired value in the place of the expected one, and does nothing if another is there.
 *
 * @throws UserError as fetchAdd
 */
export async function compareSwap(
  access: VolumeAccess,
  volume: string,
  offsetBytes: number,
  { expected, desired }: { expected: bigint; desired: bigint },
): Promise<ComparedSwap> {
  const old = await onWord(access, volume, offsetBytes, (session) =>
    session.compareSwap(0, expected, desired),
  );
  return {
    volume,
    offset_bytes: offsetBytes,
    expected: String(expected),
    desired: String(desired),
    old_value: String(old),
    swapped: old === expected,
  };
}

/** @throws UserError `alignment_invalid` for an offset at which no word can be */
function checkWordOffset(offsetBytes: number): void {
  if (offsetBytes % WORD_BYTES === 0) return;
  const down = offsetBytes - (offsetBytes % WORD_BYTES);
  throw new UserError(
    "alignment_invalid",
    `Offset ${offsetBytes} is no multiple of ${WORD_BYTES}: atomic operations are done on whole ` +
      "words",
    { nextSteps: [`The words next to it are at ${down} and ${down + WORD_BYTES}.`] },
  );
}

async function onWord(
  { device, binding }: VolumeAccess,
  volume: string,
  offsetBytes: number,
  operate: (session: NativeSession) => Promise<bigint>,
): Promise<bigint> {
  checkWordOffset(offsetBytes);
  const { session } = await attachVolume(device, binding, volume, ["atomic"], {
    offsetBytes,
    lengthBytes: WORD_BYTES,
  });
  try {
    return await operate(session);
  } catch (error) {
    throw fromNative(error);
  } finally {
    await session.close();
  }
}
