/** Where the bytes of a transfer come from and go to: files, streams, text. */
import { open } from "node:fs/promises";
import { addAbortSignal, Readable, type Writable } from "node:stream";
import { UserError } from "../errors.js";

/** Bytes to write, and how many they are where that is known. */
export interface TransferInput {
  bytes: AsyncIterable<Uint8Array>;
  lengthBytes?: number;
}

export function openText(text: string): TransferInput {
  const bytes = Buffer.from(text, "utf8");
  return { bytes: Readable.from([bytes], { objectMode: true }), lengthBytes: bytes.length };
}

/** A stream of unknown length; the signal ends a wait for what may never come. */
export function openStream(stream: Readable, signal: AbortSignal): TransferInput {
  return { bytes: addAbortSignal(signal, stream) };
}

/** @throws UserError `file_unreadable` */
export async function openInput(path: string): Promise<TransferInput> {
  const unreadable = (error: unknown) => fileError("file_unreadable", path, error);
  const handle = await open(path, "r").catch((error: unknown) => {
    throw unreadable(error);
  });
  const stats = await handle.stat();
  if (!stats.isFile()) {
    await handle.close();
    throw unreadable("it is no regular file; pipe it to stdin instead");
  }
  async function* read(): AsyncGenerator<Uint8Array> {
    try {
      yield* handle.createReadStream();
    } catch (error) {
      throw unreadable(error);
    }
  }
  return { bytes: read(), lengthBytes: stats.size };
}

/** @throws UserError `file_unwritable` */
export async function openOutput(path: string): Promise<Writable> {
  const handle = await open(path, "w").catch((error: unknown) => {
    throw fileError("file_unwritable", path, error);
  });
  return handle.createWriteStream();
}

function fileError(
  code: "file_unreadable" | "file_unwritable",
  path: string,
  why: unknown,
): UserError {
  const reason = why instanceof Error ? why.message : String(why);
  return new UserError(code, `The file ${path} is refused: ${reason}`, { cause: why });
}
