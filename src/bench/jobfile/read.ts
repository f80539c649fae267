/** Reads a job file from disk. */
import { readFile } from "node:fs/promises";
import { UserError } from "../../errors.js";
import type { Profile } from "../job.js";
import { parseJobFile } from "./parse.js";

/**
 * The profile in a file.
 *
 * @throws UserError `file_unreadable` where it cannot be read, `job_file_invalid` where it
 * cannot be used
 */
export async function readJobFile(path: string): Promise<Profile> {
  return parseJobFile(await readText(path), path);
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError("file_unreadable", `the job file '${path}' cannot be read: ${reason}`, {
      nextSteps: ["Check the path and that you may read the file."],
      cause: error,
    });
  }
}
