/**
 * The audit log: one JSON line for each decision, change and session. Changes are on the disk
 * before they are answered, and in a file of their own: whoever can cause many decisions cannot
 * have them rotated away. The rest goes out in batches.
 */
import { join } from "node:path";
import { type Caller, callerName } from "../control/caller.js";
import { AuditFile } from "./audit-file.js";
import type { Logger } from "./log.js";

export interface AuditEntry {
  kind: "decision" | "change" | "session" | "stranger" | "power";
  /** Whose doing: an identity, or `local`. */
  who: string;
  /** The address that it came from; absent for the Unix socket. */
  from?: string;
  /** What was asked for, done, or happened. */
  what: string;
  /** The volume, policy, identity or session that it was about. */
  on?: string;
  outcome?: "allow" | "deny";
  /** The policies that decided. */
  policies?: string[];
  /** Further words. */
  detail?: string;
}

/** Whose doing something is. */
export function whoOf(caller: Caller): Pick<AuditEntry, "who" | "from"> {
  const who = callerName(caller);
  return caller.kind === "remote" ? { who, from: caller.address } : { who };
}

export class AuditLog {
  readonly #events: AuditFile;
  readonly #changes: AuditFile;

  private constructor(events: AuditFile, changes: AuditFile) {
    this.#events = events;
    this.#changes = changes;
  }

  /** In `audit.log` and `audit-changes.log`. */
  static async open(directory: string, log: Pick<Logger, "error">): Promise<AuditLog> {
    const file = (name: string) => AuditFile.open({ path: join(directory, name), log });
    return new AuditLog(await file("audit.log"), await file("audit-changes.log"));
  }

  /** Written soon. */
  record(entry: AuditEntry): void {
    this.#events.add(lineOf(entry));
  }

  /** Resolves once the entry is on the disk, or the log has said why it is not. */
  async change(entry: Omit<AuditEntry, "kind">): Promise<void> {
    await this.#changes.addDurably(lineOf({ kind: "change", ...entry }));
  }

  async close(): Promise<void> {
    await Promise.all([this.#events.close(), this.#changes.close()]);
  }
}

function lineOf(entry: AuditEntry): string {
  return `${JSON.stringify({ at: new Date().toISOString(), ...entry })}\n`;
}
