/** Puts included files in the place of the lines that name them, as fio does. */
import { dirname, join } from "node:path";
import { UserError } from "../../errors.js";
import { invalidJobFile } from "./place.js";
import type { Surroundings } from "./source.js";

/** A line and where it stands; lines count from 1. */
export interface SourceLine {
  text: string;
  file: string;
  line: number;
}

const INCLUDE = /^include[\s=](.+)$/;

/**
 * All lines in order. A file is looked for as it is named, and then beside the file that names it.
 *
 * @throws UserError `job_file_invalid` for a file that includes itself, and for a section in an
 * included file; `file_unreadable`
 */
export function expandIncludes(
  text: string,
  file: string,
  surroundings: Surroundings,
): SourceLine[] {
  return expand(text, [file], surroundings);
}

/** @param chain the files on the way to this one, which is the last */
function expand(text: string, chain: readonly string[], surroundings: Surroundings): SourceLine[] {
  const file = chain.at(-1) ?? "";
  return text.split("\n").flatMap((line, index) => {
    const where = { text: line, file, line: index + 1 };
    const content = withoutComment(line);
    const named = INCLUDE.exec(content)?.[1];
    if (named !== undefined) return included(named.trim(), where, chain, surroundings);
    if (chain.length > 1 && content.startsWith("[")) throw sectionInIncluded(where);
    return [where];
  });
}

function included(
  named: string,
  where: SourceLine,
  chain: readonly string[],
  surroundings: Surroundings,
): SourceLine[] {
  for (const path of [named, join(dirname(where.file), named)]) {
    if (chain.includes(path)) throw includesItself(path, where);
    const text = read(path, where, surroundings);
    if (text !== undefined) return expand(text, [...chain, path], surroundings);
  }
  throw unreadable(where, `no file '${named}' here or beside ${where.file}`);
}

function read(path: string, where: SourceLine, { readText }: Surroundings) {
  try {
    return readText(path);
  } catch (error) {
    throw unreadable(where, error instanceof Error ? error.message : String(error));
  }
}

function unreadable({ file, line }: SourceLine, why: string): UserError {
  return new UserError("file_unreadable", `${file}:${line}: 'include' cannot be followed: ${why}`, {
    nextSteps: ["Check the path and that you may read the file."],
  });
}

function includesItself(path: string, { file, line }: SourceLine): UserError {
  return invalidJobFile(`${file}:${line}: '${path}' includes itself, here or by another file`, [
    "Leave one of the include lines out.",
  ]);
}

function sectionInIncluded({ file, line, text }: SourceLine): UserError {
  return invalidJobFile(`${file}:${line}: '${text.trim()}' stands in an included file`, [
    "An included file holds options alone: they join the section that includes it.",
  ]);
}

/** Fio's rule: `;` and `#` start a comment anywhere on a line. */
export function withoutComment(line: string): string {
  return line.replace(/[;#].*$/s, "").trim();
}
