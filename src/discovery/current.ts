/** The current device: the one that is meant where none is named. */
import { UserError } from "../errors.js";
import { AddedDevices } from "./added.js";
import { knownDevices } from "./discover.js";

/** @throws UserError `device_not_found` for a name that nobody knows */
export async function makeCurrent(name: string | null, env: NodeJS.ProcessEnv): Promise<void> {
  const known = (await knownDevices(env)).map((device) => device.name);
  if (name !== null && !known.includes(name)) {
    throw new UserError(
      "device_not_found",
      `There is no device '${name}'; known are: ${known.join(", ") || "none"}`,
      { nextSteps: [`Add it: memvol device add ${name} ADDRESS`] },
    );
  }
  await new AddedDevices(env).use(name);
}
