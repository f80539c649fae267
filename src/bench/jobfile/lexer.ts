/**
 * Splits the lines of a job file into sections and options, by fio's rules: `;` and `#` start a
 * comment anywhere on a line, a blank around a name or a value does not count.
 */
import { type SourceLine, withoutComment } from "./include.js";
import type { WrittenOption } from "./option.js";
import { invalidJobFile } from "./place.js";

/** An option and its line. */
export type OptionLine = WrittenOption & Omit<SourceLine, "text">;

export interface Section {
  name: string;
  file: string;
  line: number;
  options: OptionLine[];
}

/**
 * The sections in the order of the lines.
 *
 * @throws UserError `job_file_invalid` for a line that is neither section nor option.
 */
export function splitSections(lines: readonly SourceLine[]): Section[] {
  const sections: Section[] = [];
  for (const { text, file, line } of lines) {
    const content = withoutComment(text);
    if (content === "") continue;
    if (content.startsWith("[")) {
      const name = sectionName(content, `${file}:${line}`);
      sections.push({ name, file, line, options: [] });
      continue;
    }
    const section = sections.at(-1);
    if (section === undefined) {
      throw invalidJobFile(`${file}:${line}: '${content}' stands before the first section`, [
        "Start the file with '[global]' or with the name of a job in brackets.",
      ]);
    }
    section.options.push({ ...written(content, `${file}:${line}`), file, line });
  }
  return sections;
}

function sectionName(content: string, where: string): string {
  const name = /^\[(.+)\]$/.exec(content)?.[1];
  if (name !== undefined) return name;
  throw invalidJobFile(`${where}: '${content}' is not a section: it needs a name in brackets`, [
    "Write it as '[name]', alone on its line.",
  ]);
}

function written(content: string, where: string): WrittenOption {
  const equals = content.indexOf("=");
  if (equals < 0) return { name: content };
  const name = content.slice(0, equals).trim();
  if (name === "") {
    throw invalidJobFile(`${where}: '${content}' has no option's name before the '='`, [
      "Write options as 'name=value'.",
    ]);
  }
  return { name, value: content.slice(equals + 1).trim() };
}
