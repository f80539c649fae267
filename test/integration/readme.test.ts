/** The commands of the README, in its order, as a shell runs them. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { packageRoot } from "../../src/package.js";
import { COMMAND_LINE } from "../support/cli.js";
import { Workspace } from "../support/workspace.js";

interface Step {
  command: string;
  /** What the README shows below it. */
  output: string;
}

function stepsOf(readme: string): Step[] {
  const block = /## Use it\s+```console\n([\s\S]*?)```/.exec(readme)?.[1] ?? "";
  return block
    .split(/^\$ /m)
    .slice(1)
    .map((step) => {
      const [line = "", ...output] = step.split("\n");
      return { command: line.replace(/\s+#.*$/, ""), output: output.join("\n").trim() };
    });
}

describe("README", () => {
  const steps = stepsOf(readFileSync(join(packageRoot(), "README.md"), "utf8"));
  let workspace: Workspace;
  let bin: string;

  before(async () => {
    workspace = await Workspace.make();
    bin = workspace.path("bin");
    await mkdir(bin);
    await writeFile(join(bin, "memvol"), `#!/bin/sh\nexec ${COMMAND_LINE.join(" ")} "$@"\n`);
    await chmod(join(bin, "memvol"), 0o755);
  });

  after(() => workspace.remove());

  async function shell(
    command: string,
  ): Promise<{ stdout: string; stderr: string; status: number }> {
    const env = { ...workspace.env, PATH: `${bin}:${workspace.env.PATH}` };
    const child = spawn("bash", ["-c", command], { env, stdio: ["ignore", "pipe", "pipe"] });
    const [stdout, stderr, [status]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, "close"),
    ]);
    return { stdout, stderr, status };
  }

  it("commands__work_one_after_the_other_and_print_what_is_shown", async () => {
    const own = steps.filter(({ command }) => !command.startsWith("npm "));
    const [first, ...others] = own;
    assert.match(first?.command ?? "", /^memvol device serve .*&$/);
    const serve = (first?.command ?? "").replace(/^memvol device serve /, "").replace(/ &$/, "");
    await workspace.serve(...serve.split(" "));
    assert.ok(others.length >= 5, "the README has lost its commands");
    for (const { command, output } of others) {
      // The run is as long as the README's for the reader only.
      const { stdout, stderr, status } = await shell(
        command.replace("--runtime 10", "--runtime 1"),
      );
      assert.equal(status, 0, `${command}\n${stderr}`);
      if (output !== "") assert.equal(stdout.trim(), output, command);
    }
  });
});
