/** One file of the audit log. */
import { type FileHandle, open, rename } from "node:fs/promises";
import type { Logger } from "./log.js";

export interface AuditFileOptions {
  path: string;
  log: Pick<Logger, "error">;
  /** A file that is as large is put aside. */
  fileBytesMax?: number;
  /** Files kept beside the current one: `.1` is the youngest. */
  filesKept?: number;
}

const FILE_BYTES_MAX = 16 * 2 ** 20;
const FILES_KEPT = 8;

/** Lines in a file, in order; rotated by size. */
export class AuditFile {
  readonly #options: Required<AuditFileOptions>;
  #file: FileHandle;
  #bytes: number;
  #pending: string[] = [];
  #mustSync = false;
  #writing: Promise<void> | undefined;

  private constructor(options: Required<AuditFileOptions>, file: FileHandle, bytes: number) {
    this.#options = options;
    this.#file = file;
    this.#bytes = bytes;
  }

  static async open(options: AuditFileOptions): Promise<AuditFile> {
    const whole = { fileBytesMax: FILE_BYTES_MAX, filesKept: FILES_KEPT, ...options };
    const file = await openForAppending(options.path);
    return new AuditFile(whole, file, (await file.stat()).size);
  }

  /** Written soon. */
  add(line: string): void {
    this.#pending.push(line);
    void this.#written();
  }

  /** Resolves once the line is on the disk, or the log has said why it is not. */
  async addDurably(line: string): Promise<void> {
    this.#pending.push(line);
    this.#mustSync = true;
    await this.#written();
  }

  async close(): Promise<void> {
    await this.#written();
    await this.#file.close();
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
      if (this.#bytes > 0 && this.#bytes + bytes > this.#options.fileBytesMax) {
        // Where it cannot be rotated the file grows: an entry is worth more than a bound.
        await this.#rotate().catch((err: unknown) => this.#complain(err, "not rotated"));
      }
      await this.#file.appendFile(text);
      this.#bytes += bytes;
      if (sync) await this.#file.datasync();
    } catch (err) {
      this.#complain(err, text);
    }
  }

  #complain(err: unknown, lost: string): void {
    this.#options.log.error({ err, path: this.#options.path, lost }, "audit log");
  }

  async #rotate(): Promise<void> {
    const { path } = this.#options;
    // First what can fail for want of descriptors: nothing has been moved then.
    const next = await openForAppending(`${path}.next`);
    try {
      await this.#file.datasync();
      await this.#shift();
      await rename(`${path}.next`, path);
    } catch (error) {
      await next.close();
      throw error;
    }
    await this.#file.close();
    this.#file = next;
    this.#bytes = 0;
  }

  /** Each file becomes the next older; the oldest goes. */
  async #shift(): Promise<void> {
    const { path, filesKept } = this.#options;
    for (let number = filesKept - 1; number > 0; number -= 1) {
      await rename(`${path}.${number}`, `${path}.${number + 1}`).catch(ignoreMissing);
    }
    // Somebody may have put it elsewhere.
    await rename(path, `${path}.1`).catch(ignoreMissing);
  }
}

function openForAppending(path: string): Promise<FileHandle> {
  return open(path, "a", 0o600);
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== "ENOENT") throw error;
}
