/** Running a command class in this process, as its own process would see it. */
import { captureOutput } from "@oclif/test";
import { packageRoot } from "../../src/package.js";

interface RunnableCommand {
  run(argv: string[], options: { root: string }): Promise<unknown>;
}

export interface CommandOutcome {
  stdout: string;
  stderr: string;
  exitStatus: number;
}

/** `env` holds for this run only. What the command throws is thrown. */
export async function runCommand(
  command: RunnableCommand,
  argv: string[],
  env: Record<string, string>,
): Promise<CommandOutcome> {
  const before = { env: { ...process.env }, exitCode: process.exitCode };
  // What is drawn on a terminal is not what is tested here, whoever runs the tests on one.
  Object.assign(process.env, { TERM: "dumb" }, env);
  process.exitCode = undefined;
  try {
    const { stdout, stderr, error } = await captureOutput(
      () => command.run(argv, { root: packageRoot() }),
      { stripAnsi: false },
    );
    if (error !== undefined) throw error;
    return { stdout, stderr, exitStatus: Number(process.exitCode ?? 0) };
  } finally {
    process.exitCode = before.exitCode;
    process.env = before.env;
  }
}
