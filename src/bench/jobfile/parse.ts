/** From the text of a fio job file to a profile. */
import { basename } from "node:path";
import type { Job, Profile } from "../job.js";
import { type Section, splitSections } from "./lexer.js";
import { checkJob, defaultJob } from "./new-job.js";
import { applyOption, canonicalName } from "./options/table.js";
import { invalidJobFile, lineOf } from "./place.js";

/**
 * The jobs of a file. A `[global]` section (fio takes any whose name starts so) holds for the
 * jobs after it, until the next one changes a value.
 *
 * @param fileName as errors and warnings shall name it
 * @throws UserError `job_file_invalid` for the first fault, with file, line and option
 */
export function parseJobFile(text: string, fileName: string): Profile {
  const globalOptions: Record<string, string> = {};
  const jobs: Job[] = [];
  const warnings: string[] = [];
  let defaults = defaultJob();
  for (const section of splitSections(text, fileName)) {
    const job = applySection(defaults, section, fileName, warnings);
    if (section.name.startsWith("global")) {
      defaults = { ...job, options: {} };
      Object.assign(globalOptions, job.options);
      continue;
    }
    if (job.name === "") job.name = section.name;
    checkJob(job, `${fileName}:${section.line}: job '${job.name}'`);
    jobs.push(job);
  }
  if (jobs.length === 0) {
    throw invalidJobFile(`${fileName} holds no job`, [
      "Add a section that is not [global], such as '[job1]', with its options below it.",
    ]);
  }
  return { name: basename(fileName), text, globalOptions, jobs, warnings };
}

function applySection(defaults: Job, section: Section, fileName: string, warnings: string[]): Job {
  const job = structuredClone(defaults);
  for (const written of section.options) {
    applyOption(job, written, lineOf(fileName, written.line), warnings);
    job.options[canonicalName(written.name)] = written.value ?? "";
  }
  return job;
}
