/** A writable stream that is written to piece by piece, and whose reader may go away. */
import { once } from "node:events";
import type { Writable } from "node:stream";
import { UserError } from "../errors.js";

export class StreamSink {
  readonly #stream: Writable;
  #failed = false;
  // Each write reports its failure; without a listener the same failure would end the process.
  readonly #ignore = () => undefined;

  constructor(stream: Writable) {
    this.#stream = stream;
    stream.on("error", this.#ignore);
  }

  /**
   * Resolves once the piece is taken; false when nobody reads any more.
   *
   * @throws UserError `file_unwritable`: the disk is full, …
   */
  write(piece: Uint8Array): Promise<boolean> {
    return new Promise((resolve, reject) => {
      this.#stream.write(piece, (error) => {
        this.#failed ||= Boolean(error);
        if (!error) resolve(true);
        else if (isClosedPipe(error)) resolve(false);
        else reject(unwritable(error));
      });
    });
  }

  /** Leaves the stream to its owner; one that failed may have an error event to come still. */
  release(): void {
    if (!this.#failed) this.#stream.off("error", this.#ignore);
  }
}

/**
 * Ends a stream and waits until everything is handed on; nobody reading any more is no failure.
 *
 * @throws UserError `file_unwritable`
 */
export async function finish(stream: Writable): Promise<void> {
  if (stream.destroyed) return;
  stream.end();
  try {
    await once(stream, "close");
  } catch (error) {
    if (!isClosedPipe(error)) throw unwritable(error);
  }
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
