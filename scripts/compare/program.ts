/** Programs that are run to their end, or ended when the comparison is interrupted. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { text } from "node:stream/consumers";

export interface ProgramOptions {
  env: NodeJS.ProcessEnv;
  cwd: string;
  /** Ends the program. */
  signal: AbortSignal;
  timeoutMs: number;
}

/**
 * The program's standard output. Its standard input stays open, and silent, until it ends.
 *
 * @throws Error with what it said where it does not end with 0 or not in time; the signal's
 * reason. It has ended by then in each case.
 */
export async function runProgram(
  [program = "", ...argv]: readonly string[],
  { env, cwd, signal, timeoutMs }: ProgramOptions,
): Promise<string> {
  signal.throwIfAborted();
  const child = spawn(program, argv, { env, cwd, stdio: ["pipe", "pipe", "pipe"] });
  const end = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  // What does not end in time may be past listening.
  const kill = () => child.kill(signal.aborted ? "SIGTERM" : "SIGKILL");
  end.addEventListener("abort", kill);
  try {
    const [said, complained, [status]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, "close"),
    ]);
    signal.throwIfAborted();
    if (end.aborted) throw new Error(`${program} did not end within ${timeoutMs / 1000} s`);
    if (status !== 0) throw new Error(`${program} ended with ${status}: ${complained.trim()}`);
    return said;
  } finally {
    end.removeEventListener("abort", kill);
  }
}

/**
 * @param packages Debian's package of each program
 * @throws Error with what to install
 */
export function requirePrograms(packages: Record<string, string>, path: string): void {
  const missing = Object.keys(packages).filter((program) => !isInstalled(program, path));
  if (missing.length === 0) return;
  const wanted = missing.map((program) => packages[program]).join(" ");
  throw new Error(`no ${missing.join(", no ")} on the PATH (apt-get install ${wanted})`);
}

function isInstalled(program: string, path: string): boolean {
  return path.split(delimiter).some((directory) => {
    try {
      accessSync(join(directory, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
