/** Why a session is over: the fabric says no more than that a connection is gone. */

import { fromNative } from "../binding/failure.js";
import type { NativeSession } from "../binding/native.js";
import type { ControlClient } from "../control/client.js";
import { errorCodeOf, isErrorCode, UserError } from "../errors.js";

/** A device that ended a session answers at once; one that is gone never does. */
const ANSWER_TIMEOUT_MS = 3000;

/** How a failed operation looks where the device ended its session. */
const CUT_OFF = new Set(["session_ended", "io_failed"]);

/**
 * The device's reason, where it ended the session; otherwise the failure as it was.
 *
 * @param thrown what an operation failed with
 */
export async function explained(
  thrown: unknown,
  device: ControlClient,
  sessionId: string,
): Promise<unknown> {
  const failure = fromNative(thrown);
  if (!CUT_OFF.has(errorCodeOf(failure))) return failure;
  const params = { id: sessionId };
  const options = { timeoutMs: ANSWER_TIMEOUT_MS };
  try {
    const end = await device.call("showSessionEnd", { params }, options);
    if (!isErrorCode(end.code)) return failure;
    return new UserError(end.code, `The device ended the session: ${end.reason}`, {
      nextSteps: ["Ask its administrator, or see what is permitted: memvol policy test --help"],
      cause: failure,
    });
  } catch (refusal) {
    return saysWhy(refusal) ? refusal : failure;
  }
}

/** Who is not even let in any more has the reason in that. */
function saysWhy(refusal: unknown): boolean {
  return refusal instanceof UserError && /^(?:identity|token)_(?!not_found)/.test(refusal.code);
}

/** The session, whose operations fail with the device's reason where it has one. */
export function explainingSession(
  session: NativeSession,
  device: ControlClient,
  sessionId: string,
): NativeSession {
  const explain = async <T>(operation: Promise<T>): Promise<T> => {
    try {
      return await operation;
    } catch (error) {
      throw await explained(error, device, sessionId);
    }
  };
  return {
    lengthBytes: session.lengthBytes,
    rights: session.rights,
    read: (offset, into) => explain(session.read(offset, into)),
    write: (offset, from) => explain(session.write(offset, from)),
    fetchAdd: (offset, delta) => explain(session.fetchAdd(offset, delta)),
    compareSwap: (offset, expected, desired) =>
      explain(session.compareSwap(offset, expected, desired)),
    close: () => session.close(),
  };
}
