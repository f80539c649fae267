/** Writing policies: thin over the control client. */
import type { Policy } from "../control/access.js";
import type { ControlClient } from "../control/client.js";

/**
 * Writes a policy under a name, or under one that the device chooses.
 *
 * @param replace in the place of the policy of that name, where there is one
 * @throws UserError `policy_invalid`, also for a name that is taken
 */
export function writePolicy(
  device: ControlClient,
  text: string,
  name: string | undefined,
  replace: boolean,
): Promise<Policy> {
  if (name === undefined) return device.call("addPolicy", { body: { text } });
  if (replace) return device.call("putPolicy", { params: { id: name }, body: { text } });
  return device.call("addPolicy", { body: { text: `@id("${name}")\n${text}` } });
}
