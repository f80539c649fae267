/** What was granted to whom, for as long as a ticket or a session stands for it. */
import type { NativeGrant } from "../binding/native.js";
import type { Caller } from "../control/caller.js";
import type { CatalogVolume } from "./catalog.js";

export interface Grant {
  caller: Caller;
  volume: Pick<CatalogVolume, "id" | "name">;
  native: NativeGrant;
  /** Of `performance.now()`: a clock that is set changes nothing. */
  ticketExpiresMs: number;
  /** A session has come of it. */
  opened: boolean;
  /** The state of the world in which it was last found to hold. */
  stamp: string;
}

/** One that was redeemed at the last moment may take its time to become a session. */
const MARGIN_MS = 60_000;

export class Grants {
  readonly #grants = new Map<string, Grant>();

  add(grant: Grant): void {
    this.#grants.set(grant.native.sessionId, grant);
  }

  get(sessionId: string): Grant | undefined {
    return this.#grants.get(sessionId);
  }

  remove(sessionId: string): void {
    this.#grants.delete(sessionId);
  }

  all(): IterableIterator<Grant> {
    return this.#grants.values();
  }

  /** How many sessions, or tickets that may become ones, an identity has. */
  countOf(identity: string, nowMs: number): number {
    let count = 0;
    for (const { caller, opened, ticketExpiresMs } of this.#grants.values()) {
      if (!opened && ticketExpiresMs < nowMs) continue;
      if (caller.kind === "remote" && caller.identity.name === identity) count += 1;
    }
    return count;
  }

  /** Forgets tickets that nobody used in time. */
  prune(isSession: (sessionId: string) => boolean, nowMs: number): void {
    for (const [id, { ticketExpiresMs }] of this.#grants) {
      if (ticketExpiresMs + MARGIN_MS < nowMs && !isSession(id)) this.#grants.delete(id);
    }
  }
}
