/** A number that several clients count on. */
import type { WordSession } from "./words.js";

export class Counter {
  readonly #session: WordSession;
  readonly #offsetBytes: number;

  /** On one word of the session's range; a word of zeroes is a counter that stands at 0. */
  constructor(session: WordSession, offsetBytes: number) {
    this.#session = session;
    this.#offsetBytes = offsetBytes;
  }

  /**
   * Adds, and tells what that made of it: no two calls of whatever clients are told the same, as
   * long as all of them add 1. From -2^63 to 2^63 - 1, beyond which it wraps.
   */
  async add(delta: bigint): Promise<bigint> {
    const before = await this.#session.fetchAdd(this.#offsetBytes, delta);
    return BigInt.asIntN(64, before + delta);
  }

  value(): Promise<bigint> {
    return this.add(0n);
  }
}
