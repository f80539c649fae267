/** Atomic operations of the fake binding, on the words of a session's range. */
import { nativeError } from "./fake-error.js";
import { WORD_BYTES } from "./native.js";

export class FakeWords {
  readonly #range: Buffer;
  readonly #offsetBytes: number;

  /** @param offsetBytes where in its volume the range starts */
  constructor(range: Buffer, offsetBytes: number) {
    this.#range = range;
    this.#offsetBytes = offsetBytes;
  }

  /** Puts another value in the place of the old one, modulo 2^64. */
  update(offset: number, next: (old: bigint) => bigint): { old: bigint; changed: boolean } {
    if (offset < 0 || offset + WORD_BYTES > this.#range.length) {
      throw nativeError("range_invalid", "atomic", 0, "the word is not within the bytes attached");
    }
    if ((this.#offsetBytes + offset) % WORD_BYTES !== 0) {
      throw nativeError("alignment_invalid", "atomic", 0, "the word's place is no multiple of 8");
    }
    const old = this.#range.readBigUInt64LE(offset);
    const value = BigInt.asUintN(64, next(old));
    this.#range.writeBigUInt64LE(value, offset);
    return { old, changed: value !== old };
  }
}
