/** Which device a command means. */
import { isListening } from "../control/probe.js";
import { UserError } from "../errors.js";
import type { KnownDevice } from "./configured.js";
import { knownDevices } from "./discover.js";
import { localDevices } from "./local.js";

const SERVE = "Start one: memvol device serve";
const DISCOVER = "See all that are known: memvol device discover";

/**
 * The control socket of the device meant: a path is taken as it is, a name is looked up, and
 * without either it is the only one that runs here.
 *
 * @throws UserError `device_not_found`, `device_ambiguous`
 */
export async function resolveDevice(
  selector: string | undefined,
  env: NodeJS.ProcessEnv,
): Promise<string> {
  if (selector === undefined) return onlyLocalDevice(env);
  return selector.includes("/") ? selector : deviceNamed(selector, env);
}

async function onlyLocalDevice(env: NodeJS.ProcessEnv): Promise<string> {
  const running = await whereListening(await localDevices(env));
  const [first] = running;
  if (first === undefined) {
    throw new UserError("device_not_found", "No device runs on this machine", {
      nextSteps: [SERVE, "Or name one: --device NAME, --device /path/to.sock"],
    });
  }
  if (running.length === 1) return first.socket;
  const names = running.map(({ name }) => name);
  throw new UserError("device_ambiguous", `Several devices run here: ${names.join(", ")}`, {
    nextSteps: [`Name one: --device ${first.name}, or set MEMVOL_DEVICE=${first.name}`],
  });
}

async function deviceNamed(name: string, env: NodeJS.ProcessEnv): Promise<string> {
  const known = await knownDevices(env);
  const matching = known.filter((device) => device.name === name);
  const [first, second] = matching;
  if (first === undefined) {
    const names = known.map((device) => device.name).join(", ");
    throw new UserError(
      "device_not_found",
      `There is no device '${name}'; known are: ${names === "" ? "none" : names}`,
      { nextSteps: [DISCOVER, SERVE] },
    );
  }
  if (second === undefined) return first.socket;
  const sockets = matching.map(({ socket }) => socket);
  throw new UserError("device_ambiguous", `Several devices are named '${name}'`, {
    nextSteps: [`Give its socket: ${sockets.map((socket) => `--device ${socket}`).join(" or ")}`],
  });
}

async function whereListening(devices: KnownDevice[]): Promise<KnownDevice[]> {
  const listening = await Promise.all(devices.map(({ socket }) => isListening(socket)));
  return devices.filter((_, index) => listening[index]);
}
