/** A device's state directory: one device at a time, and the id that it keeps for ever. */
import { randomUUID } from "node:crypto";
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { fromNative } from "../binding/failure.js";
import type { NativeBinding, NativeLock } from "../binding/native.js";
import { ensurePrivateDirectory } from "../control/runtime-directory.js";
import { UserError } from "../errors.js";

const identity = z.object({ id: z.uuid() });

/** A state directory that is ours until it is released. */
export interface DeviceState {
  deviceId: string;
  release(): void;
}

/**
 * Makes the directory where it is missing, locks it and reads, or at first use writes,
 * `device.json`.
 *
 * @throws UserError `state_directory_in_use`, `config_invalid`, `file_unreadable`
 */
export async function openState(
  directory: string,
  binding: Pick<NativeBinding, "lockDirectory">,
): Promise<DeviceState> {
  await ensurePrivateDirectory(directory);
  const lock = lockOf(directory, binding);
  try {
    return { deviceId: await deviceIdIn(directory), release: () => lock.release() };
  } catch (error) {
    lock.release();
    throw error;
  }
}

function lockOf(directory: string, binding: Pick<NativeBinding, "lockDirectory">): NativeLock {
  try {
    return binding.lockDirectory(directory);
  } catch (thrown) {
    const error = fromNative(thrown);
    if (!(error instanceof UserError) || error.code !== "state_directory_in_use") throw error;
    throw new UserError(error.code, `Another device uses the state directory ${directory}`, {
      nextSteps: ["Give each device its own: --state-directory PATH", "Or stop the other one."],
      cause: error,
    });
  }
}

async function deviceIdIn(directory: string): Promise<string> {
  const path = join(directory, "device.json");
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw unreadable(path, error);
  });
  if (text !== undefined) return parseIdentity(path, text);
  const id = randomUUID();
  // Written aside and renamed: a reader sees a whole file or none.
  await writeFile(`${path}.new`, `${JSON.stringify({ id })}\n`, { mode: 0o600 });
  await rename(`${path}.new`, path);
  return id;
}

function parseIdentity(path: string, text: string): string {
  try {
    return identity.parse(JSON.parse(text)).id;
  } catch (error) {
    throw unreadable(path, error);
  }
}

function unreadable(path: string, cause: unknown): UserError {
  return new UserError("file_unreadable", `The device's identity ${path} cannot be read`, {
    nextSteps: ["Mend the file, or remove it for the device to take a new identity."],
    cause,
  });
}
