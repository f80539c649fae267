/** Pieces of any size, as they come from a pipe, to pieces of one size. */

/**
 * Chunks of `sizeBytes`, the last one shorter. A chunk is valid until the next one is asked for:
 * they share one buffer.
 */
export async function* rechunk(
  pieces: AsyncIterable<Uint8Array>,
  sizeBytes: number,
): AsyncGenerator<Uint8Array> {
  const buffer = Buffer.allocUnsafe(sizeBytes);
  let filled = 0;
  for await (const piece of pieces) {
    for (let taken = 0; taken < piece.length; ) {
      const part = piece.subarray(taken, taken + sizeBytes - filled);
      buffer.set(part, filled);
      filled += part.length;
      taken += part.length;
      if (filled === sizeBytes) {
        yield buffer;
        filled = 0;
      }
    }
  }
  if (filled > 0) yield buffer.subarray(0, filled);
}
