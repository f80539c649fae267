/** From a volume's name to a session that reaches its bytes. */
import { hostname, userInfo } from "node:os";
import { fromNative } from "../binding/failure.js";
import type { NativeBinding, NativeSession, Right } from "../binding/native.js";
import type { ControlClient } from "../control/client.js";

const CONNECT_TIMEOUT_MS = 10_000;
const LONGEST_CLIENT_NAME = 128;

export interface AttachRange {
  offsetBytes: number;
  /** Absent: to the volume's end. */
  lengthBytes?: number;
}

/** How a device's administrator sees this process: `user@host/pid`. */
export function clientName(): string {
  return `${userInfo().username}@${hostname()}/${process.pid}`.slice(-LONGEST_CLIENT_NAME);
}

/**
 * Asks the device for a ticket and presents it at once.
 *
 * @throws UserError `volume_not_found`, `range_invalid`, `ticket_refused`, `device_unreachable`
 */
export async function attachVolume(
  device: ControlClient,
  binding: Pick<NativeBinding, "connect">,
  volumeName: string,
  rights: Right[],
  range: AttachRange,
): Promise<NativeSession> {
  const attachment = await device.call("attachVolume", {
    params: { name: volumeName },
    body: {
      client: clientName(),
      rights,
      offset_bytes: range.offsetBytes,
      ...(range.lengthBytes !== undefined && { length_bytes: range.lengthBytes }),
    },
  });
  const { fabric: address, ticket } = attachment;
  try {
    return await binding.connect({ address, ticket, timeoutMs: CONNECT_TIMEOUT_MS });
  } catch (error) {
    throw fromNative(error);
  }
}
