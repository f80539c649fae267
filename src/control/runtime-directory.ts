/**
 * Where the devices of one user on this machine have their control sockets. A device is its
 * socket there, `NAME.sock`; there is no other registry.
 */
import { lstat, mkdir, readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { UserError } from "../errors.js";

const SUFFIX = ".sock";

/** `$MEMVOL_RUNTIME_DIR`, `$XDG_RUNTIME_DIR/memvol`, `/run/memvol` for root, or below `/tmp`. */
export function runtimeDirectory(env: NodeJS.ProcessEnv, userId: number): string {
  if (env.MEMVOL_RUNTIME_DIR) return env.MEMVOL_RUNTIME_DIR;
  if (env.XDG_RUNTIME_DIR) return join(env.XDG_RUNTIME_DIR, "memvol");
  return userId === 0 ? "/run/memvol" : `/tmp/memvol-${userId}`;
}

/** The user whose devices are meant. */
export function currentUserId(): number {
  return process.getuid?.() ?? 0;
}

export function socketPathOf(directory: string, deviceName: string): string {
  return join(directory, `${deviceName}${SUFFIX}`);
}

/** Device names and sockets in the directory, by name; none if there is no directory. */
export async function listSockets(directory: string): Promise<{ name: string; socket: string }[]> {
  if (!(await exists(directory))) return [];
  await checkPrivate(directory);
  const entries = await readdir(directory, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isSocket() && entry.name.endsWith(SUFFIX))
    .map(({ name }) => ({ name: basename(name, SUFFIX), socket: join(directory, name) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * Makes a directory that only this user can enter, or checks that it is one: what stands
 * under /tmp may be somebody else's.
 *
 * @throws UserError `config_invalid`
 */
export async function ensurePrivateDirectory(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
    throw new UserError("config_invalid", `The directory ${directory} cannot be made: ${error}`, {
      cause: error,
    });
  });
  await checkPrivate(directory);
}

async function checkPrivate(directory: string): Promise<void> {
  const stats = await lstat(directory);
  const why = !stats.isDirectory()
    ? "it is no directory"
    : stats.uid !== currentUserId()
      ? `it belongs to user ${stats.uid}`
      : (stats.mode & 0o077) !== 0
        ? "others may enter it"
        : undefined;
  if (why === undefined) return;
  throw new UserError("config_invalid", `The directory ${directory} is not safe to use: ${why}`, {
    nextSteps: [
      "Use a directory of your own with mode 700, or one that does not exist yet.",
      "For sockets set MEMVOL_RUNTIME_DIR; for a device's state give --state-directory.",
    ],
  });
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
