/** Where the bytes of a read go: a stream written to piece by piece, whose reader may go away. */
import { once } from "node:events";
import { open } from "node:fs/promises";
import type { Writable } from "node:stream";
import { UserError } from "../errors.js";

export class Destination {
  readonly #stream: Writable;
  readonly #shared: boolean;
  #failed = false;
  // Each write reports its failure; without a listener the same failure would end the process.
  readonly #ignore = () => undefined;

  /** A shared stream (stdout) is left open at the end; any other belongs to the transfer. */
  constructor(stream: Writable, options: { shared: boolean }) {
    this.#stream = stream;
    this.#shared = options.shared;
    stream.on("error", this.#ignore);
  }

  /**
   * Resolves once the piece is taken; false when nobody reads any more.
   *
   * @throws UserError `file_unwritable`: the disk is full, …
   */
  write(piece: Uint8Array): Promise<boolean> {
    return new Promise((resolve, reject) => {
      // Bytes have no encoding; it stands here for writers that count their arguments.
      this.#stream.write(piece, "utf8", (error) => {
        this.#failed ||= Boolean(error);
        if (!error) resolve(true);
        else if (isClosedPipe(error)) resolve(false);
        else reject(unwritable(error));
      });
    });
  }

  /**
   * Waits until everything is handed on; after a failure there is nothing to wait for.
   *
   * @throws UserError `file_unwritable`
   */
  async close(): Promise<void> {
    // A stream that failed may have an error event to come still.
    if (this.#failed) return;
    if (this.#shared) {
      this.#stream.off("error", this.#ignore);
      return;
    }
    this.#stream.end();
    await once(this.#stream, "close").catch((error: unknown) => {
      if (!isClosedPipe(error)) throw unwritable(error);
    });
  }
}

/**
 * A file, emptied or made.
 *
 * @throws UserError `file_unwritable`
 */
export async function fileDestination(path: string): Promise<Destination> {
  const handle = await open(path, "w").catch((error: unknown) => {
    throw unwritable(error);
  });
  return new Destination(handle.createWriteStream(), { shared: false });
}

function isClosedPipe(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EPIPE";
}

function unwritable(error: unknown): UserError {
  const reason = error instanceof Error ? error.message : String(error);
  return new UserError("file_unwritable", `The output cannot be written: ${reason}`, {
    nextSteps: ["Write to another place: --output FILE"],
    cause: error,
  });
}
