/** Saves results and reports, and says them. */
import { homedir } from "node:os";
import { endEvent } from "../bench/events/events.js";
import { type ReportFormat, renderReport } from "../bench/report/render.js";
import { textReport } from "../bench/report/text.js";
import type { RunResult } from "../bench/result/result.js";
import { documentsDirectory, saveResult, writeResult } from "../bench/result/store.js";
import { wantsColor } from "../ui/palette.js";
import { sayEvent } from "./monitor.js";

/**
 * @param file where the user wants the result besides
 * @returns the files that it is saved in
 * @throws UserError `file_unwritable`; the report has been written to stderr then, so that what
 * was measured is not lost with the disk
 */
export async function saveResults(result: RunResult, file: string | undefined): Promise<string[]> {
  const savedIn: string[] = [];
  try {
    savedIn.push(await saveResult(result, documentsDirectory("results", process.env, homedir())));
    if (file !== undefined) {
      await writeResult(result, file);
      savedIn.push(file);
    }
  } catch (error) {
    process.stderr.write(textReport(result, { color: false, savedIn }));
    throw error;
  }
  return savedIn;
}

/** The report for this process's stdout, without the newline at its end. */
export async function reportForStdout(
  result: RunResult,
  format: ReportFormat,
  savedIn: readonly string[] = [],
): Promise<string> {
  const color = wantsColor(process.stdout, process.env);
  return (await renderReport(result, format, { color, savedIn })).trimEnd();
}

/** What ends the events of a run. */
export function sayEnd(result: RunResult, savedIn: readonly string[]): void {
  sayEvent(endEvent(result, savedIn, new Date()));
}

/** The same for a file. */
export async function reportForFile(result: RunResult, format: ReportFormat): Promise<string> {
  return (await renderReport(result, format, { color: false, savedIn: [] })).trimEnd();
}
