/** The volumes that come back when the device does: those with a backing store. */
import { open, readFile, rename } from "node:fs/promises";
import { dirname } from "node:path";
import * as z from "zod";
import { volume } from "../control/schemas.js";
import { UserError } from "../errors.js";
import type { KeptVolume } from "./catalog.js";

const keptVolume = volume
  .omit({ sessions: true, store: true })
  .extend({ known_epoch: z.int().min(0) });
const content = z.object({ volumes: z.array(keptVolume) });

/**
 * None where there is no such file.
 *
 * @throws UserError `file_unreadable` for one that is damaged: what it names would be lost
 */
export async function readCatalog(path: string): Promise<KeptVolume[]> {
  try {
    return content.parse(JSON.parse(await readFile(path, "utf8"))).volumes;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw new UserError("file_unreadable", `The device's volumes ${path} cannot be read`, {
      nextSteps: ["Mend the file, or move it away to start without its volumes."],
      cause: error,
    });
  }
}

/**
 * On stable storage, in whole or not at all, when it resolves.
 *
 * @throws UserError `file_unwritable`
 */
export async function writeCatalog(path: string, volumes: KeptVolume[]): Promise<void> {
  try {
    await replaceFile(path, `${JSON.stringify({ volumes }, null, 2)}\n`);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new UserError("file_unwritable", `The device's volumes ${path}: ${why}`, { cause });
  }
}

async function replaceFile(path: string, text: string): Promise<void> {
  const file = await open(`${path}.new`, "w", 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
  const directory = await open(dirname(path), "r");
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
