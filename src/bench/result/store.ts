/** Saving results: whole or not at all, and what stood there before is kept until then. */
import { randomUUID } from "node:crypto";
import { type FileHandle, mkdir, open, realpath, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { UserError } from "../../errors.js";
import type { RunResult } from "./result.js";

/** What is kept of load tests, each kind in a directory of its own. */
export type DocumentKind = "results" | "sweeps" | "searches";

/** `$XDG_STATE_HOME/memvol/KIND`, by default below `~/.local/state`. */
export function documentsDirectory(
  kind: DocumentKind,
  environment: NodeJS.ProcessEnv,
  home: string,
): string {
  const state = environment.XDG_STATE_HOME || join(home, ".local", "state");
  return join(state, "memvol", kind);
}

/** Saves the result by its id, as `saveDocument`. */
export function saveResult(result: RunResult, directory: string): Promise<string> {
  return saveDocument(jsonText(result), directory, result.memvol.id);
}

/**
 * Saves a text as `ID.json` in the directory, which is made if missing.
 *
 * @returns the file's path.
 * @throws UserError `file_unwritable`; no half-written file is left.
 */
export async function saveDocument(text: string, directory: string, id: string): Promise<string> {
  const path = join(directory, `${id}.json`);
  try {
    await mkdir(directory, { recursive: true });
  } catch (cause) {
    throw unwritable(path, cause);
  }
  await writeWhole(text, path);
  return path;
}

/** Writes the result to a file of the user's choice, as `writeWhole`. */
export async function writeResult(result: RunResult, path: string): Promise<void> {
  await writeWhole(jsonText(result), path);
}

/** A document as every file of ours has it. */
export function jsonText(document: unknown): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}

/**
 * Writes a text to a file of the user's choice. A pipe or a character device, such as
 * `/dev/stdout`, is written to as it is.
 *
 * @throws UserError `file_unwritable`; no half-written file is left.
 */
export async function writeWhole(text: string, path: string): Promise<void> {
  try {
    if (await isSpecialFile(path)) await writeInPlace(path, text);
    else await replaceFile(await linkTarget(path), text);
  } catch (cause) {
    throw unwritable(path, cause);
  }
}

/** Renaming over a device or a pipe would replace it by a plain file. */
async function isSpecialFile(path: string): Promise<boolean> {
  try {
    const status = await stat(path);
    return !status.isFile() && !status.isDirectory();
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

/** Where a symbolic link leads, so that the link itself stays. */
async function linkTarget(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (isMissing(error)) return path;
    throw error;
  }
}

async function writeInPlace(path: string, text: string): Promise<void> {
  const file = await open(path, "w");
  try {
    await file.writeFile(text);
  } finally {
    await file.close();
  }
}

async function replaceFile(path: string, text: string): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID()}`);
  const file = await open(temporary, "wx");
  try {
    await writeDurably(file, text);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

async function writeDurably(file: FileHandle, text: string): Promise<void> {
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

function unwritable(path: string, cause: unknown): UserError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new UserError("file_unwritable", `cannot save the result to '${path}': ${reason}`, {
    nextSteps: ["Free space or change permissions there, or name another file with --output FILE."],
    cause,
  });
}
