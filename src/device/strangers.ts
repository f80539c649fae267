/**
 * Who is refused before being known, in the logs: told at once, and then in sums. Whoever is on the
 * network can be refused thousands of times a second, and must not drown what else the logs say.
 */
import type { UserError } from "../errors.js";
import type { AuditLog } from "./audit.js";
import type { Logger } from "./log.js";

const SUMMED_EVERY_MS = 1000;
/** Told by themselves in that time; further ones, whatever their address, as one sum. */
const TOLD_MAX = 32;

export interface StrangersParts {
  audit: Pick<AuditLog, "record">;
  log: Pick<Logger, "warn">;
}

export class Strangers {
  readonly #parts: StrangersParts;
  /** Refusals that were not told, by address and code, since the last sum. */
  #untold = new Map<string, { from: string; code: string; count: number }>();
  #others = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: StrangersParts) {
    this.#parts = parts;
  }

  refused(from: string, { code, message, cause }: UserError): void {
    const key = `${from} ${code}`;
    const known = this.#untold.get(key);
    if (known !== undefined) known.count += 1;
    else if (this.#untold.size >= TOLD_MAX) this.#others += 1;
    else {
      this.#untold.set(key, { from, code, count: 0 });
      // What it is caused by may name files of the device: it is for the log alone.
      const why = cause instanceof Error ? { cause: cause.message } : {};
      this.#tell(from, `${code}: ${message}`, why);
    }
    this.#timer ??= setTimeout(() => this.flush(), SUMMED_EVERY_MS);
  }

  /** Tells what was not told. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const { from, code, count } of this.#untold.values()) {
      if (count > 0) this.#tell(from, `${code}, ${count} times more`);
    }
    if (this.#others > 0) this.#tell("", `${this.#others} others, from other addresses too`);
    this.#untold = new Map();
    this.#others = 0;
  }

  #tell(from: string, detail: string, more: object = {}): void {
    this.#parts.log.warn({ from, reason: detail, ...more }, "client refused");
    this.#parts.audit.record({
      kind: "stranger",
      who: "",
      from,
      what: "refused",
      outcome: "deny",
      detail,
    });
  }
}
