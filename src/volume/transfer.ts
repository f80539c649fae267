/** Reading and writing a volume's bytes from and to streams, one native call for each MiB. */
import { fromNative } from "../binding/failure.js";
import type { NativeBinding } from "../binding/native.js";
import type { ObservationMode } from "../binding/native-observation.js";
import type { ControlClient } from "../control/client.js";
import { UserError } from "../errors.js";
import { type AttachOptions, attachVolume, type VolumeSession } from "./attach.js";
import { rechunk } from "./chunks.js";
import type { Destination } from "./destination.js";
import { showVolume } from "./volumes.js";

export const CHUNK_BYTES = 2 ** 20;

/** `lengthBytes`: read: how many bytes; write: how many will come, where that is known. */
export interface TransferOptions extends AttachOptions {
  /** Stops between two chunks; its reason is thrown. */
  signal?: AbortSignal;
  /** Told after every chunk; the total is absent where the input's length is unknown. */
  onProgress?: (bytesDone: number, bytesTotal: number | undefined) => void;
}

/** What came of a transfer. */
export interface Transferred {
  volume: string;
  offset_bytes: number;
  bytes: number;
  /** How it was observed; null where there was nothing to transfer. */
  observe: ObservationMode | null;
  /** Why it is not the mode that was asked for. */
  observe_note: string | null;
}

/** The two things that reach a volume: its device's control API and the fabric. */
export interface VolumeAccess {
  device: ControlClient;
  binding: Pick<NativeBinding, "connect">;
}

/**
 * Reads a range. The destination is opened once the volume is attached, so that a refusal leaves
 * a file as it was. A reader that goes away (a closed pipe) ends the transfer quietly.
 *
 * @returns among other things how many bytes were taken
 * @throws UserError, its message saying how many bytes arrived
 */
export async function readVolume(
  { device, binding }: VolumeAccess,
  volume: string,
  openDestination: () => Destination | Promise<Destination>,
  options: TransferOptions,
): Promise<Transferred> {
  const attached = await attachVolume(device, binding, volume, ["read"], options);
  const { session } = attached;
  const total = session.lengthBytes;
  const buffer = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, total));
  return transfer(attached, options.signal, async (count) => {
    const destination = await openDestination();
    try {
      while (count.bytes < total) {
        options.signal?.throwIfAborted();
        const chunk = buffer.subarray(0, Math.min(CHUNK_BYTES, total - count.bytes));
        await session.read(count.bytes, chunk);
        // Waiting until it is taken is the backpressure, and makes the buffer free again.
        if (!(await destination.write(chunk))) break;
        count.bytes += chunk.length;
        options.onProgress?.(count.bytes, total);
      }
    } finally {
      await destination.close();
    }
  });
}

/**
 * Writes everything that comes, from the offset on. Input of unknown length that does not fit is
 * refused where the volume ends; what came before is written.
 *
 * @returns among other things how many bytes are in the device's memory
 * @throws UserError, its message saying how many bytes arrived
 */
export async function writeVolume(
  { device, binding }: VolumeAccess,
  volume: string,
  from: AsyncIterable<Uint8Array>,
  options: TransferOptions,
): Promise<Transferred> {
  if (options.lengthBytes === 0) {
    // There is no range to attach, but a volume to be missed.
    await showVolume(device, volume);
    const nothing = { bytes: 0, observe: null, observe_note: null };
    return { volume, offset_bytes: options.offsetBytes, ...nothing };
  }
  const attached = await attachVolume(device, binding, volume, ["write"], options);
  const { session } = attached;
  return transfer(attached, options.signal, async (count) => {
    for await (const chunk of rechunk(from, CHUNK_BYTES)) {
      options.signal?.throwIfAborted();
      const room = session.lengthBytes - count.bytes;
      const fitting = chunk.subarray(0, room);
      if (fitting.length > 0) await session.write(count.bytes, fitting);
      count.bytes += fitting.length;
      options.onProgress?.(count.bytes, options.lengthBytes);
      if (chunk.length > room) throw inputTooLong(volume, session.lengthBytes);
    }
  });
}

export function inputTooLong(volume: string, roomBytes: number): UserError {
  return new UserError(
    "range_invalid",
    `The input is longer than the ${roomBytes} bytes of volume '${volume}' from that offset on`,
  );
}

interface Count {
  bytes: number;
}

/** Runs a transfer, closes its session, and adds to a failure how far it came. */
export async function transfer(
  { session, volume, offsetBytes, observe, note }: VolumeSession,
  signal: AbortSignal | undefined,
  run: (count: Count) => Promise<void>,
): Promise<Transferred> {
  const count = { bytes: 0 };
  try {
    await run(count);
  } catch (thrown) {
    // The failure matters; that its session cannot be closed in order does not.
    await session.close().catch(() => undefined);
    signal?.throwIfAborted();
    const error = fromNative(thrown);
    if (!(error instanceof UserError)) throw error;
    throw new UserError(error.code, `${error.message} (${count.bytes} bytes arrived)`, {
      nextSteps: error.nextSteps,
      cause: error,
    });
  }
  await session.close();
  return {
    volume,
    offset_bytes: offsetBytes,
    bytes: count.bytes,
    observe,
    observe_note: note,
  };
}
