/** Taking a device's place in the runtime directory. */
import { lstat, unlink } from "node:fs/promises";
import { dirname } from "node:path";
import { isListening } from "../control/probe.js";
import { ensurePrivateDirectory } from "../control/runtime-directory.js";
import { UserError } from "../errors.js";

/** Linux's limit for a Unix socket's path. */
const LONGEST_PATH_BYTES = 107;

/**
 * Makes the path free to listen on: its directory exists and is private, and a socket that a
 * killed device left behind is removed.
 *
 * @throws UserError `address_in_use`, `config_invalid`
 */
export async function claimSocketPath(path: string): Promise<void> {
  if (Buffer.byteLength(path) > LONGEST_PATH_BYTES) {
    throw new UserError(
      "config_invalid",
      `The control socket's path is longer than ${LONGEST_PATH_BYTES} bytes: ${path}`,
      { nextSteps: ["Choose a shorter one: --socket PATH, or set MEMVOL_RUNTIME_DIR."] },
    );
  }
  await ensurePrivateDirectory(dirname(path));
  const stats = await lstat(path).catch(() => undefined);
  if (stats === undefined) return;
  if (!stats.isSocket() || (await isListening(path))) throw inUse(path, stats.isSocket());
  await unlink(path);
}

function inUse(path: string, isSocket: boolean): UserError {
  const why = isSocket ? "a device listens on it" : "it is a file of another kind";
  return new UserError("address_in_use", `The control socket ${path} is taken: ${why}`, {
    nextSteps: ["Give this device another name: --name NAME", "Or stop the other device."],
  });
}
