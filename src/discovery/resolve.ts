/** Which device a command means. */
import { isListening } from "../control/probe.js";
import type { Endpoint } from "../control/transport/endpoint.js";
import { parseHostPort } from "../control/transport/host-port.js";
import { SocketEndpoint } from "../control/transport/socket-endpoint.js";
import { UserError } from "../errors.js";
import { AddedDevices } from "./added.js";
import { knownDevices } from "./discover.js";
import { endpointOf, untrusted } from "./endpoints.js";
import type { KnownDevice, SocketDevice } from "./known.js";
import { localDevices } from "./local.js";

const SERVE = "Start one: memvol device serve";
const DISCOVER = "See all that are known: memvol device discover";

/**
 * The control API of the device meant: a path is taken as it is, a name or an address is looked
 * up; without any it is the current device, and without that the only one that runs here.
 *
 * @throws UserError `device_not_found`, `device_ambiguous`, `device_untrusted`, and as endpointOf
 */
export async function resolveDevice(
  selector: string | undefined,
  env: NodeJS.ProcessEnv,
): Promise<Endpoint> {
  const wanted = selector ?? (await new AddedDevices(env).current());
  if (wanted === null) return new SocketEndpoint((await onlyLocalDevice(env)).socket);
  if (wanted.includes("/")) return new SocketEndpoint(wanted);
  return endpointOf(await deviceCalled(wanted, env), env);
}

async function onlyLocalDevice(env: NodeJS.ProcessEnv): Promise<SocketDevice> {
  const running = await whereListening(await localDevices(env));
  const [first] = running;
  if (first === undefined) {
    throw new UserError("device_not_found", "No device runs on this machine", {
      nextSteps: [SERVE, "Or name one: --device NAME, --device /path/to.sock"],
    });
  }
  if (running.length === 1) return first;
  const names = running.map(({ name }) => name);
  throw new UserError("device_ambiguous", `Several devices run here: ${names.join(", ")}`, {
    nextSteps: [`Name one: --device ${first.name}, or set MEMVOL_DEVICE=${first.name}`],
  });
}

async function deviceCalled(wanted: string, env: NodeJS.ProcessEnv): Promise<KnownDevice> {
  const known = await knownDevices(env);
  const named = known.filter(({ name }) => name === wanted);
  const there = known.filter((device) => "address" in device && device.address === wanted);
  const matching = named.length > 0 ? named : there;
  const [first, second] = matching;
  if (first === undefined) {
    const address = wanted.includes(":") && parseHostPort(wanted) !== undefined;
    throw address ? untrusted({ name: "NAME", address: wanted }) : unknown(wanted, known);
  }
  if (second === undefined) return first;
  const others = matching.map((device) => {
    if (named.length === 0) return device.name;
    return "socket" in device ? device.socket : device.address;
  });
  const what = named.length === 0 ? "known at" : "named";
  throw new UserError("device_ambiguous", `Several devices are ${what} '${wanted}'`, {
    nextSteps: [`Say which: ${others.map((other) => `--device ${other}`).join(" or ")}`],
  });
}

function unknown(wanted: string, known: KnownDevice[]): UserError {
  const names = known.map((device) => device.name).join(", ");
  return new UserError(
    "device_not_found",
    `There is no device '${wanted}'; known are: ${names === "" ? "none" : names}`,
    { nextSteps: [DISCOVER, SERVE] },
  );
}

async function whereListening(devices: SocketDevice[]): Promise<SocketDevice[]> {
  const listening = await Promise.all(devices.map(({ socket }) => isListening(socket)));
  return devices.filter((_, index) => listening[index]);
}
