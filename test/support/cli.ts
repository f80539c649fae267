/** memvol as a process of its own, as users run it. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer, text } from "node:stream/consumers";
import { packageRoot } from "../../src/package.js";
import { PATIENCE_MS } from "./patience.js";

/** Node and the entry point: the bundle, which set-up keeps in step with the sources. */
export const COMMAND_LINE: readonly [string, string] = [
  process.execPath,
  join(packageRoot(), "bin", "run.js"),
];

export interface CliOutcome {
  stdout: Buffer;
  stderr: string;
  /** Null for a process that a signal ended. */
  exitStatus: number | null;
}

export interface CliProcess {
  child: ChildProcess;
  pid: number;
  /** Resolves when the process has ended and all that it wrote is there. */
  outcome: Promise<CliOutcome>;
}

export interface CliOptions {
  env: NodeJS.ProcessEnv;
  /** What stdin holds; without it, nothing. */
  input?: Uint8Array;
  /** A file in the place of stdout, opened for writing; the outcome's stdout is empty then. */
  stdout?: string;
  /** The working directory; by default this process's. */
  cwd?: string;
  /** After which it hangs; by default as long as tests have patience. */
  deadlineMs?: number;
}

/** Starts a command; one that hangs is killed, so that its outcome has no exit status. */
export function startCli(argv: readonly string[], options: CliOptions): CliProcess {
  const [program, entry] = COMMAND_LINE;
  const stdout = options.stdout === undefined ? "pipe" : openSync(options.stdout, "w");
  const child = spawn(program, [entry, ...argv], {
    env: options.env,
    stdio: ["pipe", stdout, "pipe"],
    timeout: options.deadlineMs ?? PATIENCE_MS,
    ...(options.cwd !== undefined && { cwd: options.cwd }),
    killSignal: "SIGKILL",
  });
  if (typeof stdout === "number") closeSync(stdout);
  // A command that fails may not read what it is given.
  child.stdin?.on("error", () => undefined).end(options.input);
  const outcome = Promise.all([
    buffer(child.stdout ?? Readable.from([])),
    text(child.stderr ?? Readable.from([])),
    once(child, "close"),
  ]).then(([out, stderr, [exitStatus]]) => ({ stdout: out, stderr, exitStatus }));
  if (child.pid === undefined) throw new Error(`${program} does not start`);
  return { child, pid: child.pid, outcome };
}
