/** Saves a result and says it. */
import { homedir } from "node:os";
import { textReport } from "../bench/report/text.js";
import type { RunResult } from "../bench/result/result.js";
import { resultsDirectory, saveResult, writeResult } from "../bench/result/store.js";
import { wantsColor } from "../ui/palette.js";

/**
 * @param file where the user wants the result besides
 * @returns the report for the terminal
 * @throws UserError `file_unwritable`; the report has been written to stderr then, so that what
 * was measured is not lost with the disk
 */
export async function writeResults(result: RunResult, file: string | undefined): Promise<string> {
  const savedIn: string[] = [];
  try {
    savedIn.push(await saveResult(result, resultsDirectory(process.env, homedir())));
    if (file !== undefined) {
      await writeResult(result, file);
      savedIn.push(file);
    }
  } catch (error) {
    process.stderr.write(textReport(result, { color: false, savedIn }));
    throw error;
  }
  return textReport(result, { color: wantsColor(process.stdout, process.env), savedIn });
}
