/** The size of the regions in which a volume's changes are tracked. */
import { UserError } from "../errors.js";
import { formatBytes } from "../units/bytes.js";

const SMALLEST_BYTES = 4096;
const DEFAULT_BYTES = 16 * 1024;
/** By default; a hash and a few bits each come to less than 1/1000 of the volume. */
const DEFAULT_REGIONS_MAX = 2 ** 22;
/** As many as an immediate can name. */
const REGIONS_MAX = 2 ** 24;

/** The smallest power of two, from `leastBytes` on, that makes no more than so many regions. */
function smallestFor(volumeBytes: number, regionsMax: number, leastBytes: number): number {
  let bytes = leastBytes;
  while (Math.ceil(volumeBytes / bytes) > regionsMax) bytes *= 2;
  return bytes;
}

export function defaultRegionSize(volumeBytes: number): number {
  return smallestFor(volumeBytes, DEFAULT_REGIONS_MAX, DEFAULT_BYTES);
}

/**
 * The size asked for, if it suits the volume.
 *
 * @throws UserError `alignment_invalid` with the smallest that does
 */
export function checkRegionSize(name: string, volumeBytes: number, regionBytes: number): number {
  const smallest = smallestFor(volumeBytes, REGIONS_MAX, SMALLEST_BYTES);
  if (isPowerOfTwo(regionBytes) && regionBytes >= smallest) return regionBytes;
  const why = !isPowerOfTwo(regionBytes)
    ? "is no power of two"
    : regionBytes < SMALLEST_BYTES
      ? `is less than ${SMALLEST_BYTES} bytes`
      : `makes more than ${REGIONS_MAX} regions of ${formatBytes(volumeBytes)}`;
  throw new UserError(
    "alignment_invalid",
    `The region size of volume '${name}', ${regionBytes} bytes, ${why}`,
    {
      nextSteps: [
        `The smallest that suits it: --region-size ${smallest}`,
        "Or leave it out: one is chosen by the volume's size.",
      ],
    },
  );
}

function isPowerOfTwo(value: number): boolean {
  return Number.isInteger(Math.log2(value));
}
