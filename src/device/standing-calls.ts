/** Answers that go on: as long as their caller may have them. */
import type { Authenticator } from "../access/authentication.js";
import type { Caller } from "../control/caller.js";

interface StandingCall {
  caller: Caller;
  allowed(): boolean;
  lost: AbortController;
}

export class StandingCalls {
  readonly #authenticator: Pick<Authenticator, "ended">;
  readonly #calls = new Set<StandingCall>();

  constructor(authenticator: Pick<Authenticator, "ended">) {
    this.#authenticator = authenticator;
  }

  /**
   * Aborts once the caller may no longer.
   *
   * @param over the call's own end, after which nobody asks any more
   */
  begin(caller: Caller, allowed: () => boolean, over: AbortSignal): AbortSignal {
    const call = { caller, allowed, lost: new AbortController() };
    this.#calls.add(call);
    over.addEventListener("abort", () => this.#calls.delete(call), { once: true });
    return call.lost.signal;
  }

  /** Looks at all of them again. */
  check(now: Date): void {
    for (const call of this.#calls) {
      if (this.#holds(call, now)) continue;
      this.#calls.delete(call);
      call.lost.abort();
    }
  }

  #holds({ caller, allowed }: StandingCall, now: Date): boolean {
    if (caller.kind === "local") return true;
    return this.#authenticator.ended(caller.identity, now) === undefined && allowed();
  }
}
