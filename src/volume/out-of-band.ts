/** A session that tells of its operations through the control API, beside the fabric. */
import type { NativeSession } from "../binding/native.js";
import type { NotificationPhases, OperationType } from "../binding/native-observation.js";
import type { ControlClient } from "../control/client.js";
import type { NotificationInput } from "../control/observation.js";

type Phase = "before" | "after";

/**
 * The session, telling of each operation before it, after it, or both, and at its end that all
 * was told: unless an operation failed, of which nobody knows how much it did.
 */
export function notifyingSession(
  session: NativeSession,
  device: ControlClient,
  sessionId: string,
  when: NotificationPhases,
): NativeSession {
  let allTold = true;
  const tell = (body: NotificationInput) =>
    device.call("notifyOperations", { params: { id: sessionId }, body });

  async function told(
    type: OperationType,
    offsetBytes: number,
    lengthBytes: number,
    operate: () => Promise<void>,
  ): Promise<void> {
    // An extent has bytes; an operation without any changes nothing.
    if (lengthBytes === 0) return operate();
    const extent = { offset_bytes: offsetBytes, length_bytes: lengthBytes };
    const record = (phase: Phase) => ({
      records: [{ type, phase, ...extent, operations: 1, bytes: lengthBytes }],
    });
    try {
      if (when !== "after") await tell(record("before"));
      await operate();
      if (when !== "before") await tell(record("after"));
    } catch (error) {
      allTold = false;
      throw error;
    }
  }

  return {
    lengthBytes: session.lengthBytes,
    rights: session.rights,
    read: (offset, into) => told("read", offset, into.length, () => session.read(offset, into)),
    write: (offset, from) => told("write", offset, from.length, () => session.write(offset, from)),
    // The device carries them out itself: there is nothing to tell.
    fetchAdd: (offset, delta) => session.fetchAdd(offset, delta),
    compareSwap: (offset, expected, desired) => session.compareSwap(offset, expected, desired),
    close: async () => {
      try {
        if (allTold) await tell({ records: [], final: true });
      } finally {
        await session.close();
      }
    },
  };
}
