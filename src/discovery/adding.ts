/** Getting to know a device: its key is looked at, confirmed, and remembered. */
import { parseHostPort } from "../control/transport/host-port.js";
import { UserError } from "../errors.js";
import { type AddedDevice, AddedDevices } from "./added.js";

const CONNECT_TIMEOUT_MS = 10_000;

export interface AddOptions {
  name: string;
  address: string;
  /** Which key it must show; absent: whatever it shows, if that is confirmed. */
  fingerprint?: string;
  identity?: string;
  tokenFile?: string;
  /** Asked with the key that was shown. */
  confirm(fingerprint: string): Promise<boolean>;
}

/**
 * @throws UserError `device_exists`, `device_unreachable`; `device_key_changed` for another key
 * than the one that is expected; `device_untrusted` where it is not confirmed
 */
export async function addDevice(options: AddOptions, env: NodeJS.ProcessEnv): Promise<AddedDevice> {
  const { name, address, fingerprint, identity = null, tokenFile: token_file = null } = options;
  const place = parseHostPort(address);
  if (place === undefined) {
    throw new UserError("usage", `'${address}' is no address of a device`, {
      nextSteps: ["Written so: lab.example.org, 192.0.2.7:7411, [2001:db8::7]:7411."],
    });
  }
  const store = new AddedDevices(env);
  await store.checkFree(name);
  const { shownFingerprint } = await import("../control/transport/tls-endpoint.js");
  const signal = AbortSignal.timeout(CONNECT_TIMEOUT_MS);
  const shown = await shownFingerprint(place, signal).catch((cause: Error) => {
    const message = `The device at ${address} cannot be reached: ${cause.message}`;
    throw new UserError("device_unreachable", message, {
      nextSteps: ["Does it listen there? memvol device serve --listen ADDRESS:PORT"],
      cause,
    });
  });
  if (fingerprint !== undefined && fingerprint !== shown)
    throw another(address, fingerprint, shown);
  if (fingerprint === undefined && !(await options.confirm(shown))) throw declined(address, shown);
  const device = { name, address, fingerprint: shown, identity, token_file };
  await store.add(device);
  return device;
}

function another(address: string, expected: string, shown: string): UserError {
  return new UserError(
    "device_key_changed",
    `THE DEVICE AT ${address} HAS ANOTHER KEY THAN EXPECTED. Expected: ${expected}; shown: ${shown}`,
    { nextSteps: ["Ask its administrator for the fingerprint: memvol device show"] },
  );
}

function declined(address: string, shown: string): UserError {
  return new UserError(
    "device_untrusted",
    `The device at ${address} was not added: its key, ${shown}, was not confirmed`,
    {
      nextSteps: [
        "Compare it with what memvol device show prints there, and answer yes.",
        `In a script, say which key is expected: --yes --fingerprint ${shown}`,
      ],
    },
  );
}
