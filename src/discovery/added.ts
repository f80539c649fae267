/**
 * Devices that the user added, each with the key that it must show, and which of them is the
 * current one: as the contexts of docker or kubectl. Kept in a file that memvol writes alone.
 */
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import * as z from "zod";
import { describeIssues } from "../control/issues.js";
import { name } from "../control/names.js";
import { parseHostPort } from "../control/transport/host-port.js";
import { UserError } from "../errors.js";
import { configurationDirectory } from "../identity/configuration-directory.js";
import { isFingerprint } from "../identity/fingerprint.js";
import { readIfThere, writePrivateFile } from "../identity/private-file.js";
import type { NetworkDevice } from "./known.js";

/** Where somebody is on a network, and by which key they are known. */
export const keyedPlace = {
  address: z.string().refine((text) => parseHostPort(text) !== undefined, "expected host:port"),
  fingerprint: z.string().refine(isFingerprint, "expected SHA256:…"),
};

export const networkDevice = z.strictObject({
  name,
  ...keyedPlace,
  identity: name.nullable().default(null),
  token_file: z.string().startsWith("/").nullable().default(null),
});

const content = z.strictObject({
  /** The current device's name. */
  current: z.string().nullable(),
  devices: z.array(networkDevice),
});

type Content = z.infer<typeof content>;
export type AddedDevice = z.infer<typeof networkDevice>;

export class AddedDevices {
  readonly #path: string;

  constructor(env: NodeJS.ProcessEnv) {
    this.#path = join(configurationDirectory(env), "devices.json");
  }

  async list(): Promise<NetworkDevice[]> {
    const { devices } = await this.#read();
    return devices.map((device) => ({ ...device, source: "added" }));
  }

  async current(): Promise<string | null> {
    return (await this.#read()).current;
  }

  /** @throws UserError `device_exists` */
  async checkFree(name: string): Promise<void> {
    const { devices } = await this.#read();
    if (devices.some((device) => device.name === name)) throw exists(name);
  }

  /** @throws UserError `device_exists` */
  async add(device: AddedDevice): Promise<void> {
    await this.checkFree(device.name);
    const { current, devices } = await this.#read();
    await this.#write({ current, devices: [...devices, device] });
  }

  /** @throws UserError `device_not_found` */
  async remove(name: string): Promise<void> {
    const { current, devices } = await this.#read();
    const rest = devices.filter((device) => device.name !== name);
    if (rest.length === devices.length) throw notAdded(name, devices);
    await this.#write({ current: current === name ? null : current, devices: rest });
  }

  /** Makes a device the current one; null: none. */
  async use(name: string | null): Promise<void> {
    await this.#write({ ...(await this.#read()), current: name });
  }

  async #read(): Promise<Content> {
    const text = await readIfThere(this.#path);
    if (text === undefined) return { current: null, devices: [] };
    const parsed = content.safeParse(parseJson(text));
    if (parsed.success) return parsed.data;
    throw new UserError(
      "config_invalid",
      `${this.#path} is refused: ${describeIssues(parsed.error)}`,
      { nextSteps: ["Mend it, or remove it and add the devices again."] },
    );
  }

  async #write(changed: Content): Promise<void> {
    await mkdir(dirname(this.#path), { recursive: true, mode: 0o700 });
    await writePrivateFile(this.#path, `${JSON.stringify(changed, null, 2)}\n`);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function exists(name: string): UserError {
  return new UserError("device_exists", `There is a device '${name}' already`, {
    nextSteps: [`Remove it first: memvol device remove ${name}`, "Or choose another name."],
  });
}

function notAdded(name: string, devices: AddedDevice[]): UserError {
  const names = devices.map((device) => device.name).join(", ");
  return new UserError(
    "device_not_found",
    `No device '${name}' was added; added are: ${names === "" ? "none" : names}`,
    { nextSteps: ["See them: memvol device list"] },
  );
}
