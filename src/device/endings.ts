/** Why sessions were ended: for clients, which see no more than a connection that is gone. */
import type { SessionEnd } from "../control/access.js";
import type { Caller } from "../control/caller.js";
import type { ErrorCode } from "../errors.js";

/** Kept for late questions; the oldest are forgotten. */
const KEPT_MAX = 4096;

export interface Ending {
  end: SessionEnd;
  /** Whose session it was; undefined where that is not known. */
  owner: Caller | undefined;
}

export class Endings {
  readonly #endings = new Map<string, Ending>();

  /** Before the session is ended: its client may ask at once. */
  record(
    sessionId: string,
    owner: Caller | undefined,
    code: ErrorCode,
    reason: string,
  ): SessionEnd {
    const end = { session_id: sessionId, code, reason, at: new Date().toISOString() };
    this.#endings.set(sessionId, { end, owner });
    const [oldest] = this.#endings.keys();
    if (this.#endings.size > KEPT_MAX && oldest !== undefined) this.#endings.delete(oldest);
    return end;
  }

  /** The session was not ended after all. */
  forget(sessionId: string): void {
    this.#endings.delete(sessionId);
  }

  get(sessionId: string): Ending | undefined {
    return this.#endings.get(sessionId);
  }
}
