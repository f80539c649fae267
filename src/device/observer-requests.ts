/** What clients have the observer do, which has one thread: a bounded number for each client. */
import type { Caller } from "../control/caller.js";
import { UserError } from "../errors.js";

const PER_CLIENT_MAX = 16;

export class ObserverRequests {
  /** Under way, by the client's name. */
  readonly #underWay = new Map<string, number>();

  /** @throws UserError `client_limit_exceeded`, and what the work throws */
  async run<Result>(caller: Caller, work: () => Promise<Result>): Promise<Result> {
    if (caller.kind === "local") return work();
    const { name } = caller.identity;
    const count = this.#underWay.get(name) ?? 0;
    if (count >= PER_CLIENT_MAX) throw exceeded(name, count);
    this.#underWay.set(name, count + 1);
    try {
      return await work();
    } finally {
      this.#over(name);
    }
  }

  #over(name: string): void {
    const left = (this.#underWay.get(name) ?? 0) - 1;
    if (left > 0) this.#underWay.set(name, left);
    else this.#underWay.delete(name);
  }
}

function exceeded(name: string, count: number): UserError {
  const message = `'${name}' waits for the observer ${count} times already`;
  return new UserError("client_limit_exceeded", message, {
    nextSteps: ["Wait for some: scans, marks and questions what has changed take their turn."],
  });
}
