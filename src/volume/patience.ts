/** Calls that take their time: a large volume is zeroed, released or hashed. */
import type { AnswerName, CallInput, ResponseOf } from "../control/calls.js";
import type { ControlClient } from "../control/client.js";

const PATIENCE_MS = 600_000;
/** A device that does not say in this time who it is would not do the rest either. */
const ANSWER_TIMEOUT_MS = 3000;

/** As ControlClient.call; nobody is to wait ten minutes for a device that hangs. */
export async function callPatiently<N extends AnswerName>(
  device: ControlClient,
  name: N,
  input: CallInput<N>,
): Promise<ResponseOf<N>> {
  await device.call("showDevice", {}, { timeoutMs: ANSWER_TIMEOUT_MS });
  return device.call(name, input, { timeoutMs: PATIENCE_MS });
}
