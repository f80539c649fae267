/** What a job file draws on beside its own text: other files, the environment, the machine. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";

/** Fio's reserved words, without their `$`. */
export const KEYWORDS = ["pagesize", "mb_memory", "ncpus"] as const;
export type Keyword = (typeof KEYWORDS)[number];

export interface Surroundings {
  environment: Readonly<Record<string, string | undefined>>;
  keyword(name: Keyword): number;
  /** The text of a file; undefined where there is none of that name. */
  readText(path: string): string | undefined;
}

function keyword(name: Keyword): number {
  if (name === "ncpus") return cpus().length;
  if (name === "mb_memory") return Math.floor(totalmem() / 2 ** 20);
  return Number(execFileSync("getconf", ["PAGESIZE"], { encoding: "utf8" }));
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Of this process. */
export const THIS_MACHINE: Surroundings = { environment: process.env, keyword, readText };
