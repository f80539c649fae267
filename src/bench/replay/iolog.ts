/**
 * Logs of operations in fio's text formats, versions 2 and 3 (fio's HOWTO, "Trace file format").
 * Version 2 has its times as waits, each from the one before; version 3 has one with each line.
 */

import { byDirection, DIRECTIONS, type Direction, type DirectionTriple } from "../../directions.js";
import { UserError } from "../../errors.js";

export interface ReplayLog {
  /** Four numbers for each operation, as the native side takes them. */
  entries: Float64Array;
  /** Of each direction that it has, the shortest and the longest operation. */
  lengths: Partial<DirectionTriple<{ minBytes: number; maxBytes: number }>>;
  /** Where its furthest operation ends. */
  endBytes: number;
  /** Actions on files that have no meaning for a volume. */
  syncs: number;
}

const VERSIONS: Record<string, 2 | 3> = { "fio version 2 iolog": 2, "fio version 3 iolog": 3 };
const FILE_ACTIONS = new Set(["add", "open", "close"]);
const SYNC_ACTIONS = new Set(["sync", "datasync"]);
/** Waits below are fio's own delay. */
const LEAST_WAIT_US = 100;
const NS_PER_US = 1000;

interface Line {
  file: string;
  action: string;
  /** After the action, as far as they are there. */
  numbers: number[];
  /** Of version 3. */
  atUs: number;
}

/** @throws UserError `job_file_invalid` with the line; what is read belongs to a job file */
export function parseIolog(text: string, name: string): ReplayLog {
  const [head = "", ...rest] = text.split("\n");
  const version = VERSIONS[head.trim()];
  if (version === undefined) throw noLog(name);
  const reading = new Reading(name);
  for (const [index, content] of rest.entries()) {
    if (content.trim() !== "")
      reading.take(parseLine(content, version, name, index + 2), index + 2);
  }
  return reading.log();
}

function parseLine(content: string, version: 2 | 3, name: string, line: number): Line {
  const words = content.trim().split(/\s+/);
  const time = version === 3 ? words.shift() : "0";
  const [file = "", action = "", ...numbers] = words;
  const values = [time, ...numbers].map(Number);
  if (action === "" || !values.every((value) => Number.isSafeInteger(value) && value >= 0)) {
    throw invalid(name, line, `'${content.trim()}' is no line of version ${version}`);
  }
  if (version === 3 && action === "wait") {
    throw invalid(name, line, "version 3 has no waits: each line has its time");
  }
  const [atUs = 0, ...rest] = values;
  return { file, action, numbers: rest, atUs };
}

class Reading {
  readonly #name: string;
  readonly #entries: number[] = [];
  readonly #lengths: ReplayLog["lengths"] = {};
  #file: string | undefined;
  #endBytes = 0;
  #syncs = 0;
  #waitedUs = 0;

  constructor(name: string) {
    this.#name = name;
  }

  take({ file, action, numbers, atUs }: Line, line: number): void {
    this.#file ??= file;
    if (file !== this.#file) {
      const both = `'${this.#file}' and '${file}'`;
      throw invalid(this.#name, line, `it is of several files, ${both}, and a volume is one`);
    }
    const [offset = 0, length = 0] = numbers;
    const direction = DIRECTIONS.find((known) => known === action);
    if (direction !== undefined) {
      if (length === 0) throw invalid(this.#name, line, `a ${action} has no length`);
      this.#add(direction, offset, length, (this.#waitedUs + atUs) * NS_PER_US);
    } else if (action === "wait") {
      if (offset >= LEAST_WAIT_US) this.#waitedUs += offset;
    } else if (SYNC_ACTIONS.has(action)) {
      this.#syncs++;
    } else if (!FILE_ACTIONS.has(action)) {
      throw invalid(this.#name, line, `'${action}' is no action of a log`);
    }
  }

  log(): ReplayLog {
    if (this.#entries.length === 0) {
      const message = `${this.#name}: there is no operation in the log`;
      throw new UserError("job_file_invalid", message, { nextSteps: [FORMAT] });
    }
    return {
      entries: Float64Array.from(this.#entries),
      lengths: this.#lengths,
      endBytes: this.#endBytes,
      syncs: this.#syncs,
    };
  }

  #add(direction: Direction, offset: number, length: number, dueNs: number): void {
    this.#entries.push(DIRECTIONS.indexOf(direction), offset, length, dueNs);
    this.#endBytes = Math.max(this.#endBytes, offset + length);
    const { minBytes = length, maxBytes = length } = this.#lengths[direction] ?? {};
    this.#lengths[direction] = {
      minBytes: Math.min(minBytes, length),
      maxBytes: Math.max(maxBytes, length),
    };
  }
}

/** The directions that any of the logs has. */
export function directionsIn(logs: readonly ReplayLog[]): DirectionTriple<boolean> {
  return byDirection((direction) => logs.some(({ lengths }) => lengths[direction] !== undefined));
}

/** The log with its times in another scale: at twice the rate they are half as far apart. */
export function rescaled(log: ReplayLog, ratePercent: number): ReplayLog {
  const entries = log.entries.map((value, place) =>
    place % 4 === 3 ? Math.round((value * 100) / ratePercent) : value,
  );
  return { ...log, entries };
}

const FORMAT =
  "A log begins with 'fio version 2 iolog' or 'fio version 3 iolog', as fio's write_iolog has it.";

function noLog(name: string): UserError {
  const message = `${name}: it is no log of operations in fio's text format`;
  return new UserError("job_file_invalid", message, { nextSteps: [FORMAT] });
}

function invalid(name: string, line: number, why: string): UserError {
  return new UserError("job_file_invalid", `${name}:${line}: ${why}`, { nextSteps: [FORMAT] });
}
