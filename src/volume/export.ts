/** A volume's bytes as a raw image: a file with holes where the volume is zero, or a stream. */
import { createHash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import { UserError } from "../errors.js";
import { attachVolume } from "./attach.js";
import type { Destination } from "./destination.js";
import { CHUNK_BYTES, type TransferOptions, transfer, type VolumeAccess } from "./transfer.js";
import { runsOf } from "./zeros.js";

export interface ImageTransferred {
  volume: string;
  bytes: number;
  /** What of it is not holes. */
  data_bytes: number;
  /** Of all the bytes, as `sha256sum` has it. */
  sha256: string;
}

/** Where an image goes, in order; false when nobody takes any more. */
export interface ImageSink {
  write(chunk: Uint8Array, offsetBytes: number): Promise<boolean>;
  /** Returns once all of it is on stable storage, where it is a file. */
  close(): Promise<void>;
  readonly dataBytes: number;
}

type ExportOptions = Pick<TransferOptions, "onProgress" | "signal">;

/**
 * The sink is opened once the volume is attached, so that a refusal leaves a file as it was.
 *
 * @throws UserError, its message saying how many bytes arrived
 */
export async function exportVolume(
  { device, binding }: VolumeAccess,
  volume: string,
  openSink: (sizeBytes: number) => Promise<ImageSink>,
  options: ExportOptions,
): Promise<ImageTransferred> {
  const attached = await attachVolume(device, binding, volume, ["read"], { offsetBytes: 0 });
  const { session } = attached;
  const total = session.lengthBytes;
  const buffer = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, total));
  const hash = createHash("sha256");
  let dataBytes = 0;
  const { bytes } = await transfer(attached, options.signal, async (count) => {
    const sink = await openSink(total);
    try {
      while (count.bytes < total) {
        options.signal?.throwIfAborted();
        const chunk = buffer.subarray(0, Math.min(CHUNK_BYTES, total - count.bytes));
        await session.read(count.bytes, chunk);
        if (!(await sink.write(chunk, count.bytes))) break;
        hash.update(chunk);
        count.bytes += chunk.length;
        options.onProgress?.(count.bytes, total);
      }
    } finally {
      await sink.close();
      dataBytes = sink.dataBytes;
    }
  });
  return { volume, bytes, data_bytes: dataBytes, sha256: hash.digest("hex") };
}

/** All of it, as it comes. */
export function streamSink(destination: Destination): ImageSink {
  let dataBytes = 0;
  return {
    write: async (chunk) => {
      const taken = await destination.write(chunk);
      if (taken) dataBytes += chunk.length;
      return taken;
    },
    close: () => destination.close(),
    get dataBytes() {
      return dataBytes;
    },
  };
}

/**
 * A file, emptied or made, in which what is zero is a hole.
 *
 * @throws UserError `file_unwritable`
 */
export async function sparseFileSink(path: string, sizeBytes: number): Promise<ImageSink> {
  const writing = async <T>(act: () => Promise<T>): Promise<T> => {
    try {
      return await act();
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new UserError("file_unwritable", `The image ${path} cannot be written: ${why}`, {
        cause,
      });
    }
  };
  const file = await writing(() => emptyFile(path, sizeBytes));
  let dataBytes = 0;
  return {
    write: (chunk, offsetBytes) =>
      writing(async () => {
        for (const { zero, from, to } of runsOf(chunk)) {
          if (zero) continue;
          await writeAll(file, chunk.subarray(from, to), offsetBytes + from);
          dataBytes += to - from;
        }
        return true;
      }),
    close: () =>
      writing(async () => {
        await file.sync().finally(() => file.close());
      }),
    get dataBytes() {
      return dataBytes;
    },
  };
}

async function emptyFile(path: string, sizeBytes: number): Promise<FileHandle> {
  const file = await open(path, "w");
  try {
    await file.truncate(sizeBytes);
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function writeAll(file: FileHandle, bytes: Uint8Array, offsetBytes: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, offsetBytes + done);
    done += bytesWritten;
  }
}
