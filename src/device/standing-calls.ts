/** Answers that go on: as long as their caller may have them. */
import type { Authenticator } from "../access/authentication.js";
import type { Caller } from "../control/caller.js";
import { UserError } from "../errors.js";

interface StandingCall {
  caller: Caller;
  allowed(caller: Caller): boolean;
  lost: AbortController;
}

/** For each client on the network: each takes a connection and some memory. */
const PER_CLIENT_MAX = 16;

export class StandingCalls {
  readonly #authenticator: Pick<Authenticator, "current">;
  readonly #calls = new Set<StandingCall>();

  constructor(authenticator: Pick<Authenticator, "current">) {
    this.#authenticator = authenticator;
  }

  /**
   * Aborts once the caller may no longer.
   *
   * @param allowed asked again and again, with the caller as it is by then
   * @param over the call's own end, after which nobody asks any more
   * @throws UserError `client_limit_exceeded`
   */
  begin(caller: Caller, allowed: StandingCall["allowed"], over: AbortSignal): AbortSignal {
    if (caller.kind === "remote") this.#checkRoom(caller.identity.name);
    const call = { caller, allowed, lost: new AbortController() };
    this.#calls.add(call);
    over.addEventListener("abort", () => this.#calls.delete(call), { once: true });
    return call.lost.signal;
  }

  /** Looks at all of them again. */
  check(): void {
    for (const call of this.#calls) {
      if (this.#holds(call)) continue;
      this.#calls.delete(call);
      call.lost.abort();
    }
  }

  #holds({ caller, allowed }: StandingCall): boolean {
    try {
      return allowed(this.#authenticator.current(caller));
    } catch {
      // Who is nobody any more, or of whom it cannot be decided, may nothing.
      return false;
    }
  }

  #checkRoom(name: string): void {
    const own = [...this.#calls].filter(
      ({ caller }) => caller.kind === "remote" && caller.identity.name === name,
    );
    if (own.length < PER_CLIENT_MAX) return;
    throw new UserError("client_limit_exceeded", `'${name}' watches ${own.length} times already`, {
      nextSteps: ["End some: each memvol volume watch is one."],
    });
  }
}
