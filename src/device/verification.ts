/** Whether a volume's memory, its image and its checksums agree. */
import type { NativeExtent } from "../binding/native-observation.js";
import type { NativePersistence } from "../binding/native-persistence.js";
import type { VerifyResult } from "../control/durability.js";

/** A region that a client writes to all the time may be met in the middle of it, but not so often. */
const LOOKS_MAX = 5;

/**
 * What of the memory differs may only not have been told yet: it is looked at again, and counts
 * where it differs each time.
 */
export async function verifyVolume(
  native: Pick<NativePersistence, "verifyVolume">,
  { id, name, size_bytes }: { id: string; name: string; size_bytes: number },
): Promise<VerifyResult> {
  const whole = { offsetBytes: 0, lengthBytes: size_bytes };
  const first = await native.verifyVolume(id, whole);
  let { memory } = first;
  for (let look = 1; look < LOOKS_MAX && memory.length > 0; look += 1) {
    const again = await native.verifyVolume(id, spanOf(memory));
    memory = memory.flatMap((extent) => commonWith(extent, again.memory));
  }
  return {
    volume: name,
    bytes_compared: first.bytesCompared,
    image: first.image.map(extentOf),
    memory: memory.map(extentOf),
  };
}

function spanOf(extents: NativeExtent[]): NativeExtent {
  const offsetBytes = Math.min(...extents.map((extent) => extent.offsetBytes));
  const end = Math.max(...extents.map(endOf));
  return { offsetBytes, lengthBytes: end - offsetBytes };
}

function commonWith(extent: NativeExtent, others: NativeExtent[]): NativeExtent[] {
  return others.flatMap((other) => {
    const offsetBytes = Math.max(extent.offsetBytes, other.offsetBytes);
    const end = Math.min(endOf(extent), endOf(other));
    return offsetBytes < end ? [{ offsetBytes, lengthBytes: end - offsetBytes }] : [];
  });
}

function endOf({ offsetBytes, lengthBytes }: NativeExtent): number {
  return offsetBytes + lengthBytes;
}

function extentOf({ offsetBytes, lengthBytes }: NativeExtent) {
  return { offset_bytes: offsetBytes, length_bytes: lengthBytes };
}
