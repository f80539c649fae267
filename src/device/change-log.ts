/** What callers did, into the audit log; and each change at once into what sessions may do. */
import { Denied } from "../access/decisions.js";
import type { Caller } from "../control/caller.js";
import { UserError } from "../errors.js";
import { type AuditLog, whoOf } from "./audit.js";

export interface ChangeLogParts {
  audit: Pick<AuditLog, "change" | "record">;
  /** Looks at all sessions again. */
  enforce(): Promise<void>;
}

export class ChangeLog {
  readonly #parts: ChangeLogParts;

  constructor(parts: ChangeLogParts) {
    this.#parts = parts;
  }

  /**
   * Something was changed. Resolves when that is on the disk, and when every session that it
   * took its ground from can reach the memory no more.
   */
  async done(caller: Caller, what: string, on: string, detail?: string): Promise<void> {
    const { audit, enforce } = this.#parts;
    const more = detail === undefined ? {} : { detail };
    await Promise.all([audit.change({ ...whoOf(caller), what, on, ...more }), enforce()]);
  }

  /** Runs what decides by itself, and says how it decided. */
  decided<T>(
    caller: Caller,
    what: string,
    on: string,
    decide: () => { result: T; policies: string[] },
  ): T {
    const entry = { kind: "decision", ...whoOf(caller), what, on } as const;
    try {
      const { result, policies } = decide();
      this.#parts.audit.record({ ...entry, outcome: "allow", policies });
      return result;
    } catch (error) {
      const detail = error instanceof UserError ? error.message : String(error);
      const policies = error instanceof Denied ? error.policies : [];
      this.#parts.audit.record({ ...entry, outcome: "deny", policies, detail });
      throw error;
    }
  }
}
