/** Files that are whole or not there, and that nobody else may read. */
import { open, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { UserError } from "../errors.js";

/**
 * Writes a file aside, flushes it to the disk and renames it into place: after this resolves it
 * outlasts a crash, and a reader never sees a part of it. Two writers at once leave one whole.
 *
 * @param inPlace called once the file is there, before it is known to outlast a crash
 * @throws UserError `file_unwritable`
 */
export async function writePrivateFile(
  path: string,
  content: string,
  inPlace: () => void = () => undefined,
): Promise<void> {
  const aside = `${path}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  try {
    const file = await open(aside, "wx", 0o600);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(aside, path);
    inPlace();
    await syncDirectory(dirname(path));
  } catch (error) {
    await rm(aside, { force: true });
    throw new UserError("file_unwritable", `${path} cannot be written: ${reasonOf(error)}`, {
      cause: error,
    });
  }
}

/** A rename is in the directory, which has its own place on the disk. */
async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, "r");
  await directory.sync().finally(() => directory.close());
}

/**
 * The text of a file; undefined where there is none.
 *
 * @throws UserError `file_unreadable`
 */
export async function readIfThere(path: string): Promise<string | undefined> {
  return readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw unreadable(path, error);
  });
}

/**
 * A secret that nobody but its owner may read.
 *
 * @throws UserError `file_unreadable`, also where others may read it
 */
export async function readSecret(path: string): Promise<string> {
  try {
    const { mode } = await stat(path);
    if ((mode & 0o077) !== 0) throw openToOthers(path, mode);
    return await readFile(path, "utf8");
  } catch (error) {
    throw error instanceof UserError ? error : unreadable(path, error);
  }
}

function openToOthers(path: string, mode: number): UserError {
  const shown = (mode & 0o777).toString(8);
  return new UserError("file_unreadable", `${path} is a secret that others may read (${shown})`, {
    nextSteps: [`Keep it to yourself: chmod 600 ${path}`, "If others had it, make a new one."],
  });
}

function unreadable(path: string, cause: unknown): UserError {
  return new UserError("file_unreadable", `${path} cannot be read: ${reasonOf(cause)}`, { cause });
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
