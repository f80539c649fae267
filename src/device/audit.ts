/**
 * The audit log: one JSON line for each decision, change and session. Changes are on the disk
 * before they are answered; the rest goes out in batches. Rotated by size.
 */
import { type FileHandle, open, rename } from "node:fs/promises";
import type { Logger } from "./log.js";

export interface AuditEntry {
  kind: "decision" | "change" | "session" | "stranger";
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

export interface AuditOptions {
  path: string;
  log: Pick<Logger, "error">;
  /** A file that is as large is put aside. */
  fileBytesMax?: number;
  /** Files kept beside the current one: `.1` is the youngest. */
  filesKept?: number;
}

const FILE_BYTES_MAX = 16 * 2 ** 20;
const FILES_KEPT = 8;

export class AuditLog {
  readonly #options: Required<AuditOptions>;
  #file: FileHandle;
  #bytes: number;
  #pending: string[] = [];
  #mustSync = false;
  #writing: Promise<void> | undefined;

  private constructor(options: Required<AuditOptions>, file: FileHandle, bytes: number) {
    this.#options = options;
    this.#file = file;
    this.#bytes = bytes;
  }

  static async open(options: AuditOptions): Promise<AuditLog> {
    const whole = { fileBytesMax: FILE_BYTES_MAX, filesKept: FILES_KEPT, ...options };
    const file = await openForAppending(options.path);
    return new AuditLog(whole, file, (await file.stat()).size);
  }

  /** Written soon. */
  record(entry: AuditEntry): void {
    this.#add(entry);
    void this.#written();
  }

  /** Resolves once the entry is on the disk, or the log has said why it is not. */
  async change(entry: Omit<AuditEntry, "kind">): Promise<void> {
    this.#add({ kind: "change", ...entry });
    this.#mustSync = true;
    await this.#written();
  }

  async close(): Promise<void> {
    await this.#written();
    await this.#file.close();
  }

  #add(entry: AuditEntry): void {
    this.#pending.push(`${JSON.stringify({ at: new Date().toISOString(), ...entry })}\n`);
  }

  /** Resolves when all that is pending now is written; whoever writes takes what came meanwhile. */
  async #written(): Promise<void> {
    while (this.#pending.length > 0 || this.#writing !== undefined) {
      this.#writing ??= this.#writeBatch().finally(() => {
        this.#writing = undefined;
      });
      await this.#writing;
    }
  }

  async #writeBatch(): Promise<void> {
    const text = this.#pending.join("");
    const sync = this.#mustSync;
    this.#pending = [];
    this.#mustSync = false;
    const bytes = Buffer.byteLength(text);
    try {
      if (this.#bytes > 0 && this.#bytes + bytes > this.#options.fileBytesMax) await this.#rotate();
      await this.#file.appendFile(text);
      this.#bytes += bytes;
      if (sync) await this.#file.datasync();
    } catch (err) {
      this.#options.log.error({ err, path: this.#options.path, lost: text }, "audit log");
    }
  }

  async #rotate(): Promise<void> {
    const { path, filesKept } = this.#options;
    await this.#file.datasync();
    for (let number = filesKept - 1; number > 0; number -= 1) {
      await rename(`${path}.${number}`, `${path}.${number + 1}`).catch(ignoreMissing);
    }
    await rename(path, `${path}.1`);
    const next = await openForAppending(path);
    await this.#file.close();
    this.#file = next;
    this.#bytes = 0;
  }
}

function openForAppending(path: string): Promise<FileHandle> {
  return open(path, "a", 0o600);
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== "ENOENT") throw error;
}
