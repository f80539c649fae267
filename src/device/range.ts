/** A range of bytes within a volume. */
import { UserError } from "../errors.js";

/** @throws UserError `range_invalid` unless it has bytes and all of them are the volume's */
export function checkRange(
  volume: string,
  sizeBytes: number,
  offsetBytes: number,
  lengthBytes: number,
): void {
  if (lengthBytes > 0 && offsetBytes + lengthBytes <= sizeBytes) return;
  const end = `the end of volume '${volume}' (${sizeBytes} bytes)`;
  const why =
    lengthBytes > 0
      ? `${lengthBytes} bytes from offset ${offsetBytes} go past ${end}`
      : `Offset ${offsetBytes} is not before ${end}`;
  throw new UserError("range_invalid", why, {
    nextSteps: [`Stay within the volume: offset + length <= ${sizeBytes}`],
  });
}
