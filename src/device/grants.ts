/** What was granted to whom, for as long as a ticket or a session stands for it. */
import type { NativeGrant } from "../binding/native.js";
import type { Caller } from "../control/caller.js";
import type { CatalogVolume } from "./catalog.js";

export interface Grant {
  caller: Caller;
  volume: Pick<CatalogVolume, "id" | "name">;
  native: Omit<NativeGrant, "expiresInMs">;
  /** Milliseconds since the epoch; a session may have come of it by then. */
  ticketExpiresMs: number;
  /** The state of the world in which it was last found to hold. */
  stamp: string;
}

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
  countOf(identity: string): number {
    let count = 0;
    for (const { caller } of this.#grants.values()) {
      if (caller.kind === "remote" && caller.identity.name === identity) count += 1;
    }
    return count;
  }

  /** Forgets tickets that nobody used in time. */
  prune(isSession: (sessionId: string) => boolean, nowMs: number): void {
    for (const [id, { ticketExpiresMs }] of this.#grants) {
      if (ticketExpiresMs < nowMs && !isSession(id)) this.#grants.delete(id);
    }
  }
}
