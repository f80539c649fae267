/** From the text of a fio job file to a profile. */
import { basename } from "node:path";
import type { Job, Profile } from "../job.js";
import { loadReplay } from "../replay/load.js";
import { expandIncludes } from "./include.js";
import { type OptionLine, type Section, splitSections } from "./lexer.js";
import { checkJob, checkWaiting, defaultJob } from "./new-job.js";
import type { WrittenOption } from "./option.js";
import { fileOnlyWarnings } from "./options/file-only.js";
import { applyOption, canonicalName } from "./options/table.js";
import { atPlace, invalidJobFile, lineOf } from "./place.js";
import { type Surroundings, THIS_MACHINE } from "./source.js";
import { substitute } from "./substitute.js";

/**
 * The jobs of a file. A `[global]` section (fio takes any whose name starts so) holds for the
 * jobs after it, until the next one changes a value.
 *
 * @param fileName as errors and warnings shall name it, and beside which included files are
 * @throws UserError `job_file_invalid` for the first fault, with file, line and option;
 * `file_unreadable` for an included file
 */
export function parseJobFile(
  text: string,
  fileName: string,
  surroundings: Surroundings = THIS_MACHINE,
): Profile {
  const globalOptions: Record<string, string> = {};
  const jobs: Job[] = [];
  const warnings: string[] = [];
  const lines = expandIncludes(text, fileName, surroundings);
  const sections = splitSections(lines);
  let defaults = defaultJob();
  for (const section of sections) {
    const job = applySection(defaults, section, surroundings, warnings);
    if (section.name.startsWith("global")) {
      defaults = { ...job, options: {} };
      Object.assign(globalOptions, job.options);
      continue;
    }
    if (job.name === "") job.name = section.name;
    const where = `${section.file}:${section.line}: job '${job.name}'`;
    checkJob(job, where);
    checkWaiting(job, jobs, where);
    warnings.push(...loadReplay(job, where, surroundings));
    jobs.push(job);
  }
  if (jobs.length === 0) {
    throw invalidJobFile(`${fileName} holds no job`, [
      "Add a section that is not [global], such as '[job1]', with its options below it.",
    ]);
  }
  const written = sections.flatMap(({ options }) =>
    options.map(({ name, file, line }) => ({ name, where: lineOf(file, line).describe(name) })),
  );
  warnings.unshift(...fileOnlyWarnings(jobs, written));
  // With what was included, so that a result can be repeated without those files.
  const whole = lines.map((line) => line.text).join("\n");
  return { name: basename(fileName), text: whole, globalOptions, jobs, warnings };
}

function applySection(
  defaults: Job,
  section: Section,
  surroundings: Surroundings,
  warnings: string[],
): Job {
  const job = structuredClone(defaults);
  for (const line of section.options) {
    const written = substituted(line, surroundings, warnings);
    applyOption(job, written, lineOf(line.file, line.line), warnings);
    job.options[canonicalName(written.name)] = written.value ?? "";
  }
  return job;
}

function substituted(
  { name, value, file, line }: OptionLine,
  surroundings: Surroundings,
  warnings: string[],
): WrittenOption {
  if (value === undefined) return { name };
  const where = lineOf(file, line).describe(name);
  const warn = (message: string) => warnings.push(`${where}: ${message}`);
  return { name, value: atPlace(where, [], () => substitute(value, surroundings, warn)) };
}
