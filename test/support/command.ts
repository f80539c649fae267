/** Running a command class in this process, as its own process would see it. */
import { packageRoot } from "../../src/package.js";

interface RunnableCommand {
  run(argv: string[], options: { root: string }): Promise<unknown>;
}

export interface CommandOutcome {
  stdout: string;
  stderr: string;
  exitStatus: number;
}

/** `env` holds for this run only. */
export async function runCommand(
  command: RunnableCommand,
  argv: string[],
  env: Record<string, string>,
): Promise<CommandOutcome> {
  const before = { env: { ...process.env }, exitCode: process.exitCode };
  Object.assign(process.env, env);
  process.exitCode = undefined;
  const [stdout, stderr] = [capture(process.stdout), capture(process.stderr)];
  try {
    await command.run(argv, { root: packageRoot() });
    const exitStatus = Number(process.exitCode ?? 0);
    return { stdout: stdout.text(), stderr: stderr.text(), exitStatus };
  } finally {
    stdout.restore();
    stderr.restore();
    process.exitCode = before.exitCode;
    process.env = before.env;
  }
}

/**
 * Keeps what is written to a stream. The one of `@oclif/test` loses callbacks that come without
 * an encoding, which who writes bytes waits for.
 */
function capture(stream: NodeJS.WriteStream): { text(): string; restore(): void } {
  const pieces: Buffer[] = [];
  const { write } = stream;
  stream.write = (piece: string | Uint8Array, ...rest: unknown[]): boolean => {
    pieces.push(Buffer.from(piece as string));
    const written = rest.find((argument) => typeof argument === "function");
    if (written !== undefined) process.nextTick(written as () => void);
    return true;
  };
  return {
    text: () => Buffer.concat(pieces).toString("utf8"),
    restore: () => {
      stream.write = write;
    },
  };
}
