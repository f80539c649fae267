/** What one client may take of a device, so that it leaves some to the others. */
import { UserError } from "../errors.js";

export interface ClientLimitsOptions {
  /** Sessions, and tickets that may become ones. */
  sessionsMax: number;
  ticketsPerSecond: number;
}

interface Bucket {
  tickets: number;
  filledMs: number;
}

export class ClientLimits {
  readonly #options: ClientLimitsOptions;
  readonly #buckets = new Map<string, Bucket>();

  constructor(options: ClientLimitsOptions) {
    this.#options = options;
  }

  /**
   * Takes a ticket for a client; a second's worth may be taken at once.
   *
   * @throws UserError `client_limit_exceeded`
   */
  take(client: string, sessions: number, nowMs: number): void {
    const { sessionsMax, ticketsPerSecond } = this.#options;
    if (sessions >= sessionsMax) {
      throw exceeded(`'${client}' has ${sessions} sessions, as many as one client may have`, [
        "End some: memvol session list, memvol session end ID",
      ]);
    }
    const bucket = this.#filled(client, nowMs);
    if (bucket.tickets < 1) {
      throw exceeded(`'${client}' asks for more than ${ticketsPerSecond} tickets a second`, [
        "Ask more slowly.",
      ]);
    }
    bucket.tickets -= 1;
  }

  #filled(client: string, nowMs: number): Bucket {
    const { ticketsPerSecond } = this.#options;
    const before = this.#buckets.get(client) ?? { tickets: ticketsPerSecond, filledMs: nowMs };
    const gained = ((nowMs - before.filledMs) / 1000) * ticketsPerSecond;
    const bucket = {
      tickets: Math.min(ticketsPerSecond, before.tickets + gained),
      filledMs: nowMs,
    };
    this.#forgetFull(nowMs);
    this.#buckets.set(client, bucket);
    return bucket;
  }

  /** One that would be full again says nothing that a missing one does not. */
  #forgetFull(nowMs: number): void {
    for (const [client, { filledMs }] of this.#buckets) {
      if (nowMs - filledMs > 1000) this.#buckets.delete(client);
    }
  }
}

function exceeded(message: string, nextSteps: string[]): UserError {
  return new UserError("client_limit_exceeded", message, { nextSteps });
}
