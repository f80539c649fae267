/** Commands on a test device, each run as its own process would be. */
import assert from "node:assert/strict";
import { type CommandOutcome, runCommand } from "./command.js";

export type CommandClass = Parameters<typeof runCommand>[0];

export class CommandLine {
  readonly #env: () => Record<string, string>;

  /** @param env of each command; asked when it is run */
  constructor(env: () => Record<string, string>) {
    this.#env = env;
  }

  run(command: CommandClass, ...argv: string[]): Promise<CommandOutcome> {
    return runCommand(command, argv, this.#env());
  }

  /** What it wrote to stdout, and nothing to stderr. */
  async succeed(command: CommandClass, ...argv: string[]): Promise<string> {
    const { stdout, stderr, exitStatus } = await this.run(command, ...argv);
    assert.equal(stderr, "");
    assert.equal(exitStatus, 0);
    return stdout;
  }

  async document(command: CommandClass, ...argv: string[]) {
    return JSON.parse(await this.succeed(command, ...argv, "--json"));
  }

  /** Its exit status, and what the document on stdout says of the error. */
  async refusal(command: CommandClass, ...argv: string[]) {
    const { stdout, exitStatus } = await this.run(command, ...argv, "--json");
    return { exitStatus, ...JSON.parse(stdout).error };
  }
}
