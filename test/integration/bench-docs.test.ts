/** The commands of docs/bench.md, in its order, as a shell runs them in a copy of the profiles. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { packageRoot } from "../../src/package.js";
import { consoleSteps, Shell } from "../support/console.js";
import { Workspace } from "../support/workspace.js";

/** Runs as long as in the document are for the reader only. */
async function copyProfiles(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const profiles = join(packageRoot(), "bench-profiles");
  for (const file of await readdir(profiles)) {
    const text = await readFile(join(profiles, file), "utf8");
    await writeFile(join(folder, file), text.replaceAll(/^runtime=\d+$/gm, "runtime=1"));
  }
}

/** So are many rounds, and a verdict on a machine that tests keep busy. */
function quick(command: string): string {
  const many = /memvol bench (sweep|search|compare)/.test(command);
  return command
    .replaceAll(/--runtime \d+/g, many ? "--runtime 200ms" : "--runtime 1")
    .replaceAll(/--rounds \d+/g, "--rounds 1")
    .replaceAll(/--tolerance \d+/g, "--tolerance 1000000");
}

describe("docs/bench.md", () => {
  const steps = consoleSteps(readFileSync(join(packageRoot(), "docs", "bench.md"), "utf8"));
  let workspace: Workspace;
  let shell: Shell;

  before(async () => {
    workspace = await Workspace.make();
    const folder = workspace.path("project");
    await copyProfiles(join(folder, "bench-profiles"));
    shell = await Shell.in(workspace, folder);
  });

  after(() => workspace.remove());

  it("commands__work_one_after_the_other_and_print_what_is_shown", async function () {
    this.timeout(300_000);
    assert.ok(steps.length >= 5, "the document has lost its commands");
    for (const { command, output } of steps) {
      const { stdout, stderr, status } = await shell.run(quick(command));
      assert.equal(status, 0, `${command}\n${stderr}`);
      if (output !== "") assert.equal(stdout.trim(), output, command);
    }
  });
});
