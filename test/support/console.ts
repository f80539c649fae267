/** Commands as the documentation shows them, and a shell that runs them. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { COMMAND_LINE } from "./cli.js";
import type { Workspace } from "./workspace.js";

export interface Step {
  /** What stands before the `$`: whose machine it is. */
  prompt: string;
  command: string;
  /** What the documentation says behind a `#`. */
  remark: string;
  /** What is shown below it. */
  output: string;
}

/** The steps of all `console` blocks of a text, in order. */
export function consoleSteps(markdown: string): Step[] {
  const blocks = [...markdown.matchAll(/```console\n([\s\S]*?)```/g)].map(
    ([, block = ""]) => block,
  );
  return blocks.flatMap((block) =>
    [...block.matchAll(/^(\w*)\$ ([^\n]*)\n((?:(?!\w*\$ )[^\n]*\n)*)/gm)].map(
      ([, prompt = "", line = "", output = ""]) => {
        const [command = "", remark = ""] = line.split(/\s+# /);
        return { prompt, command, remark, output: output.trim() };
      },
    ),
  );
}

export interface ShellOutcome {
  stdout: string;
  stderr: string;
  status: number | null;
}

/** A shell in a workspace, in which `memvol` is the one that is tested. */
export class Shell {
  readonly #env: NodeJS.ProcessEnv;
  readonly #cwd: string | undefined;

  private constructor(env: NodeJS.ProcessEnv, cwd: string | undefined) {
    this.#env = env;
    this.#cwd = cwd;
  }

  static async in(workspace: Workspace, cwd?: string): Promise<Shell> {
    const bin = workspace.path("bin");
    await mkdir(bin, { recursive: true });
    await writeFile(`${bin}/memvol`, `#!/bin/sh\nexec ${COMMAND_LINE.join(" ")} "$@"\n`);
    await chmod(`${bin}/memvol`, 0o755);
    return new Shell({ ...workspace.env, PATH: `${bin}:${workspace.env.PATH}` }, cwd);
  }

  async run(command: string): Promise<ShellOutcome> {
    const child = spawn("bash", ["-c", command], {
      env: this.#env,
      cwd: this.#cwd,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const [stdout, stderr, [status]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, "close"),
    ]);
    return { stdout, stderr, status };
  }
}
