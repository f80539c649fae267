/** A raw image in a file: its bytes, and where it has holes. */
import { type FileHandle, open } from "node:fs/promises";
import { fromNative } from "../binding/failure.js";
import type { NativeBinding } from "../binding/native.js";
import type { NativeExtent } from "../binding/native-observation.js";
import { UserError } from "../errors.js";

export class ImageFile {
  readonly #path: string;
  readonly #file: FileHandle;
  readonly sizeBytes: number;
  /** In order; the rest is holes. */
  readonly data: NativeExtent[];

  private constructor(path: string, file: FileHandle, sizeBytes: number, data: NativeExtent[]) {
    this.#path = path;
    this.#file = file;
    this.sizeBytes = sizeBytes;
    this.data = data;
  }

  /** @throws UserError `file_unreadable` */
  static async open(path: string, binding: Pick<NativeBinding, "dataExtents">): Promise<ImageFile> {
    const file = await open(path, "r").catch((error: Error) => {
      throw unreadable(path, error.message, error);
    });
    try {
      const stats = await file.stat();
      if (!stats.isFile())
        throw unreadable(path, "it is no regular file; pipe it in with - instead");
      return new ImageFile(path, file, stats.size, await binding.dataExtents(path));
    } catch (error) {
      await file.close();
      throw fromNative(error);
    }
  }

  /** The whole file in order, data and holes in turn. */
  *parts(): Generator<NativeExtent & { hole: boolean }> {
    let at = 0;
    for (const { offsetBytes, lengthBytes } of this.data) {
      // Data that was appended since its size was asked for does not count.
      const end = Math.min(offsetBytes + lengthBytes, this.sizeBytes);
      if (at < offsetBytes) {
        yield { offsetBytes: at, lengthBytes: offsetBytes - at, hole: true };
      }
      if (offsetBytes < end) yield { offsetBytes, lengthBytes: end - offsetBytes, hole: false };
      at = end;
    }
    if (at < this.sizeBytes) {
      yield { offsetBytes: at, lengthBytes: this.sizeBytes - at, hole: true };
    }
  }

  /** @throws UserError `file_unreadable`, also when the file has become shorter */
  async read(offsetBytes: number, into: Buffer): Promise<void> {
    for (let done = 0; done < into.length; ) {
      const { bytesRead } = await this.#file
        .read(into, done, into.length - done, offsetBytes + done)
        .catch((error: Error) => {
          throw unreadable(this.#path, error.message, error);
        });
      if (bytesRead === 0) throw unreadable(this.#path, "it became shorter while it was read");
      done += bytesRead;
    }
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}

function unreadable(path: string, why: string, cause?: unknown): UserError {
  return new UserError("file_unreadable", `The image ${path} cannot be read: ${why}`, { cause });
}
