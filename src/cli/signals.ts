/** SIGINT and SIGTERM as one AbortSignal. */
import { once } from "node:events";
import { Cancelled, exitStatusOf } from "../errors.js";

const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/** The first signal aborts; the second one, for whoever cannot wait, ends the process. */
export class SignalWatch {
  readonly #controller = new AbortController();

  constructor() {
    for (const name of SIGNALS) process.on(name, this.#receive);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  close(): void {
    for (const name of SIGNALS) process.off(name, this.#receive);
  }

  readonly #receive = (name: NodeJS.Signals): void => {
    const cancelled = new Cancelled(name === "SIGINT" ? "SIGINT" : "SIGTERM");
    if (this.signal.aborted) process.exit(exitStatusOf(cancelled));
    this.#controller.abort(cancelled);
  };
}

/** Resolves when the signal aborts. */
export async function abortOf(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, "abort");
}
