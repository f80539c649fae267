/** Where the bytes of a write come from. */
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { addAbortSignal, Readable } from "node:stream";
import { UserError } from "../errors.js";

/** Bytes to write, and how many they are where that is known. */
export interface Source {
  bytes: AsyncIterable<Uint8Array>;
  lengthBytes?: number;
}

export function textSource(text: string): Source {
  const bytes = Buffer.from(text, "utf8");
  return { bytes: Readable.from([bytes]), lengthBytes: bytes.length };
}

/** A stream of unknown length; the signal ends a wait for what may never come. */
export function streamSource(stream: Readable, signal: AbortSignal): Source {
  return { bytes: addAbortSignal(signal, stream) };
}

/**
 * A regular file, opened when its bytes are asked for.
 *
 * @throws UserError `file_unreadable`, also while it is read
 */
export async function fileSource(path: string): Promise<Source> {
  const stats = await stat(path).catch((error: Error) => {
    throw unreadable(path, error.message, error);
  });
  if (!stats.isFile()) throw unreadable(path, "it is no regular file; pipe it to stdin instead");
  return { bytes: readFrom(path), lengthBytes: stats.size };
}

async function* readFrom(path: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(path);
  } catch (error) {
    throw unreadable(path, error instanceof Error ? error.message : String(error), error);
  }
}

function unreadable(path: string, why: string, cause?: unknown): UserError {
  return new UserError("file_unreadable", `The file ${path} cannot be read: ${why}`, { cause });
}
