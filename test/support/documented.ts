/** Commands as documents show them, run as a shell runs them. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { COMMAND_LINE } from "./cli.js";
import type { Workspace } from "./workspace.js";

export interface Step {
  command: string;
  /** What the document shows below it. */
  output: string;
}

/** The steps in the console blocks of a text, in order. */
export function stepsIn(markdown: string): Step[] {
  const blocks = [...markdown.matchAll(/```console\n([\s\S]*?)```/g)];
  return blocks.flatMap(([, block = ""]) =>
    block
      .split(/^\$ /m)
      .slice(1)
      .map((step) => {
        const [line = "", ...output] = step.split("\n");
        return { command: line.replace(/\s+# .*$/, ""), output: output.join("\n").trim() };
      }),
  );
}

export interface ShellOutcome {
  stdout: string;
  stderr: string;
  status: number;
}

/** A shell in the workspace in which `memvol` is this one, and the folder is `cwd`. */
export async function makeShell(
  workspace: Workspace,
  cwd?: string,
): Promise<(command: string) => Promise<ShellOutcome>> {
  const bin = workspace.path("bin");
  await mkdir(bin);
  await writeFile(join(bin, "memvol"), `#!/bin/sh\nexec ${COMMAND_LINE.join(" ")} "$@"\n`);
  await chmod(join(bin, "memvol"), 0o755);
  const env = { ...workspace.env, PATH: `${bin}:${workspace.env.PATH}` };
  return async (command) => {
    const child = spawn("bash", ["-c", command], { env, cwd, stdio: ["ignore", "pipe", "pipe"] });
    const [stdout, stderr, [status]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, "close"),
    ]);
    return { stdout, stderr, status };
  };
}
