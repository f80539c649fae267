/** The commands of the README, in its order, as a shell runs them. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../src/package.js";
import { makeShell, type ShellOutcome, stepsIn } from "../support/documented.js";
import { Workspace } from "../support/workspace.js";

describe("README", () => {
  const readme = readFileSync(join(packageRoot(), "README.md"), "utf8");
  const steps = stepsIn(/## Use it\s[\s\S]*/.exec(readme)?.[0] ?? "");
  let workspace: Workspace;
  let shell: (command: string) => Promise<ShellOutcome>;

  before(async () => {
    workspace = await Workspace.make();
    shell = await makeShell(workspace);
  });

  after(() => workspace.remove());

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
