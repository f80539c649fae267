/** A raw image into a volume, from its first byte on: of a file without its holes, or a stream. */
import { createHash, type Hash } from "node:crypto";
import type { NativeSession } from "../binding/native.js";
import { attachVolume } from "./attach.js";
import { rechunk } from "./chunks.js";
import type { ImageTransferred } from "./export.js";
import type { ImageFile } from "./image-file.js";
import {
  CHUNK_BYTES,
  inputTooLong,
  type TransferOptions,
  transfer,
  type VolumeAccess,
} from "./transfer.js";
import { runsOf } from "./zeros.js";

type ImportOptions = Pick<TransferOptions, "onProgress" | "signal">;

const ZEROS = Buffer.alloc(CHUNK_BYTES);

/**
 * What is a hole in the file becomes zero in the volume, without being written where it is zero
 * already: so it neither becomes dirty nor has to be persisted. The bytes of the volume behind the
 * image's end stay as they are.
 *
 * @throws UserError `range_invalid` for an image that is larger than the volume; else with how
 * many bytes arrived in its message
 */
export async function importFile(
  { device, binding }: VolumeAccess,
  volume: string,
  image: ImageFile,
  options: ImportOptions,
): Promise<ImageTransferred> {
  const hash = createHash("sha256");
  const lengthBytes = image.sizeBytes;
  if (lengthBytes === 0) return { volume, bytes: 0, data_bytes: 0, sha256: hash.digest("hex") };
  const parts = [...image.parts()];
  // Who has no right to read cannot tell whether it is zero already.
  const rights = parts.some(({ hole }) => hole)
    ? (["read", "write"] as const)
    : (["write"] as const);
  const range = { offsetBytes: 0, lengthBytes };
  const attached = await attachVolume(device, binding, volume, [...rights], range);
  const { session } = attached;
  const buffer = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, lengthBytes));
  let dataBytes = 0;
  const { bytes } = await transfer(attached, options.signal, async (count) => {
    for (const { offsetBytes, length, hole } of chunksOf(parts)) {
      options.signal?.throwIfAborted();
      const chunk = buffer.subarray(0, length);
      if (hole) {
        await zero(session, offsetBytes, chunk);
      } else {
        await image.read(offsetBytes, chunk);
        await session.write(offsetBytes, chunk);
        dataBytes += length;
      }
      hash.update(hole ? ZEROS.subarray(0, length) : chunk);
      count.bytes += length;
      options.onProgress?.(count.bytes, lengthBytes);
    }
  });
  return { volume, bytes, data_bytes: dataBytes, sha256: hash.digest("hex") };
}

function* chunksOf(parts: { offsetBytes: number; lengthBytes: number; hole: boolean }[]) {
  for (const { offsetBytes, lengthBytes, hole } of parts) {
    for (let done = 0; done < lengthBytes; done += CHUNK_BYTES) {
      const length = Math.min(CHUNK_BYTES, lengthBytes - done);
      yield { offsetBytes: offsetBytes + done, length, hole };
    }
  }
}

/** What is not zero in the volume becomes so. */
async function zero(session: NativeSession, offsetBytes: number, buffer: Buffer): Promise<void> {
  await session.read(offsetBytes, buffer);
  for (const run of runsOf(buffer)) {
    if (!run.zero)
      await session.write(offsetBytes + run.from, ZEROS.subarray(0, run.to - run.from));
  }
}

/**
 * Everything that comes. What does not fit is refused where the volume ends; what came before is
 * written.
 */
export async function importStream(
  { device, binding }: VolumeAccess,
  volume: string,
  from: AsyncIterable<Uint8Array>,
  options: ImportOptions,
): Promise<ImageTransferred> {
  const hash: Hash = createHash("sha256");
  const attached = await attachVolume(device, binding, volume, ["write"], { offsetBytes: 0 });
  const { session } = attached;
  const { bytes } = await transfer(attached, options.signal, async (count) => {
    for await (const chunk of rechunk(from, CHUNK_BYTES)) {
      options.signal?.throwIfAborted();
      const room = session.lengthBytes - count.bytes;
      const fitting = chunk.subarray(0, room);
      if (fitting.length > 0) await session.write(count.bytes, fitting);
      hash.update(fitting);
      count.bytes += fitting.length;
      options.onProgress?.(count.bytes, undefined);
      if (chunk.length > room) throw inputTooLong(volume, session.lengthBytes);
    }
  });
  return { volume, bytes, data_bytes: bytes, sha256: hash.digest("hex") };
}
