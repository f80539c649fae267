/**
 * A lock that one client holds at a time, and that outlives its holder: who dies does not renew its
 * lease, and then another takes the lock over.
 *
 * No two clocks are compared. The lock is one word, which each renewal changes. Who waits looks at
 * the word, and takes over when it has not changed for the whole lease by the waiter's own
 * clock. The holder counts its lease from before it asked for it, so by its own clock it is over
 * earlier than a waiter can find it so. Clocks have to run equally fast, within `DRIFT`.
 *
 * A holder can be stopped at any moment, also between looking at its lease and writing, and no
 * lease keeps its late write from arriving. That is what the fencing token is for: it grows with
 * each holder, and whatever is protected refuses a token that is lower than one it has seen (M.
 * Kleppmann, "How to do distributed locking", 2016). `passFence` does that on a word of a volume.
 *
 *     63            24 23          1  0
 *     | fencing token | renewals   | held |
 */
import { load, swap, type WordSession } from "./words.js";

const HELD = 1n;
const RENEWAL = 2n;
const RENEWALS_MASK = 0xff_fffen;
const TOKEN_SHIFT = 24n;

/** How much faster than the holder's a waiter's clock may run. */
const DRIFT = 0.05;

/** How often a waiter looks, for each length of a lease. */
const LOOKS_PER_LEASE = 20;

export interface LeaseLockOptions {
  /** The same for all clients of a lock. */
  leaseMs: number;
  /** Milliseconds of a clock that never goes back. */
  now?: () => number;
  sleep?: (ms: number, signal?: AbortSignal) => Promise<void>;
}

export class LeaseLock {
  readonly #session: WordSession;
  readonly #offsetBytes: number;
  readonly #leaseMs: number;
  readonly #now: () => number;
  readonly #sleep: (ms: number, signal?: AbortSignal) => Promise<void>;

  /** On one word of the session's range; a word of zeroes is a free lock. */
  constructor(session: WordSession, offsetBytes: number, options: LeaseLockOptions) {
    this.#session = session;
    this.#offsetBytes = offsetBytes;
    this.#leaseMs = options.leaseMs;
    this.#now = options.now ?? (() => performance.now());
    this.#sleep = options.sleep ?? sleep;
  }

  /**
   * Waits for the lock.
   *
   * @param signal stops waiting; its reason is thrown
   */
  async acquire(signal?: AbortSignal): Promise<Lease> {
    let seen = await load(this.#session, this.#offsetBytes);
    let seenAt = this.#now();
    for (;;) {
      signal?.throwIfAborted();
      const expired = this.#now() - seenAt >= this.#leaseMs;
      if ((seen & HELD) === 0n || expired) {
        const lease = await this.#take(seen);
        if (lease !== undefined) return lease;
      } else {
        await this.#sleep(this.#leaseMs / LOOKS_PER_LEASE, signal);
      }
      const found = await load(this.#session, this.#offsetBytes);
      if (found === seen) continue;
      seen = found;
      seenAt = this.#now();
    }
  }

  /** The lock if it is free now, without waiting for a holder. */
  async tryAcquire(): Promise<Lease | undefined> {
    const seen = await load(this.#session, this.#offsetBytes);
    return (seen & HELD) === 0n ? this.#take(seen) : undefined;
  }

  async #take(seen: bigint): Promise<Lease | undefined> {
    const word = (((seen >> TOKEN_SHIFT) + 1n) << TOKEN_SHIFT) | HELD;
    const askedAt = this.#now();
    if (!(await swap(this.#session, this.#offsetBytes, seen, word))) return undefined;
    return new Lease(this.#session, this.#offsetBytes, word, {
      now: this.#now,
      leaseMs: this.#leaseMs * (1 - DRIFT),
      askedAt,
    });
  }
}

interface LeaseTime {
  now: () => number;
  leaseMs: number;
  askedAt: number;
}

/** A lock that is held. */
export class Lease {
  readonly #session: WordSession;
  readonly #offsetBytes: number;
  readonly #time: LeaseTime;
  #word: bigint;

  constructor(session: WordSession, offsetBytes: number, word: bigint, time: LeaseTime) {
    this.#session = session;
    this.#offsetBytes = offsetBytes;
    this.#word = word;
    this.#time = time;
  }

  /** Greater than that of every lease before it. */
  get token(): bigint {
    return this.#word >> TOKEN_SHIFT;
  }

  /** For how long nobody can take the lock over; 0: somebody may have. */
  remainingMs(): number {
    const { now, leaseMs, askedAt } = this.#time;
    return Math.max(0, askedAt + leaseMs - now());
  }

  /** Begins the lease anew. False: another has taken the lock over. */
  async renew(): Promise<boolean> {
    const renewals = (this.#word + RENEWAL) & RENEWALS_MASK;
    const word = (this.#word & ~RENEWALS_MASK) | renewals;
    const askedAt = this.#time.now();
    if (!(await swap(this.#session, this.#offsetBytes, this.#word, word))) return false;
    this.#word = word;
    this.#time.askedAt = askedAt;
    return true;
  }

  /** False: another had taken the lock over. */
  release(): Promise<boolean> {
    return swap(this.#session, this.#offsetBytes, this.#word, this.#word & ~HELD);
  }
}

/**
 * Whether the token is as high as every one that has passed here, which it now has too. False:
 * somebody with a later lease was here; what is protected must be left alone.
 */
export async function passFence(
  session: WordSession,
  offsetBytes: number,
  token: bigint,
): Promise<boolean> {
  let seen = await load(session, offsetBytes);
  while (seen < token) {
    const found = await session.compareSwap(offsetBytes, seen, token);
    if (found === seen) return true;
    seen = found;
  }
  return seen === token;
}

async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  const { setTimeout: delay } = await import("node:timers/promises");
  await delay(ms, undefined, signal === undefined ? {} : { signal });
}
