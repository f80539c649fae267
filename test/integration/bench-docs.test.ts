/** The commands of docs/bench.md, in its order, as a shell runs them in a copy of the profiles. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { cp, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { packageRoot } from "../../src/package.js";
import { consoleSteps, Shell } from "../support/console.js";
import { Workspace } from "../support/workspace.js";

describe("docs/bench.md", () => {
  const steps = consoleSteps(readFileSync(join(packageRoot(), "docs", "bench.md"), "utf8"));
  let workspace: Workspace;
  let shell: Shell;

  before(async () => {
    workspace = await Workspace.make();
    const folder = workspace.path("project");
    await mkdir(folder);
    await cp(join(packageRoot(), "bench-profiles"), join(folder, "bench-profiles"), {
      recursive: true,
    });
    shell = await Shell.in(workspace, folder);
  });

  after(() => workspace.remove());

  it("commands__work_one_after_the_other_and_print_what_is_shown", async function () {
    this.timeout(300_000);
    assert.ok(steps.length >= 5, "the document has lost its commands");
    for (const { command, output } of steps) {
      // Long runs are for the reader only, and so is a verdict on a machine that tests keep busy.
      const quick = command
        .replaceAll(/--runtime \d+/g, "--runtime 1")
        .replaceAll(/--tolerance \d+/g, "--tolerance 1000000");
      const { stdout, stderr, status } = await shell.run(quick);
      assert.equal(status, 0, `${command}\n${stderr}`);
      if (output !== "") assert.equal(stdout.trim(), output, command);
    }
  });
});
