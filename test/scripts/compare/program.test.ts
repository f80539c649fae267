import assert from "node:assert/strict";
import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { requirePrograms, runProgram } from "../../../scripts/compare/program.js";
import { makeTestDirectory } from "../../support/directory.js";

const OPTIONS = { env: process.env, cwd: ".", timeoutMs: 10_000 };
const NEVER = new AbortController().signal;

function node(script: string): string[] {
  return [process.execPath, "-e", script];
}

describe("programs that are measured", () => {
  it("run_program__returns_what_the_program_prints", async () => {
    const said = await runProgram(node("console.log(42)"), { ...OPTIONS, signal: NEVER });
    assert.equal(said, "42\n");
  });

  it("run_program__fails_with_what_a_failed_program_said", async () => {
    const failing = node('console.error("no such port"); process.exitCode = 3');
    const run = runProgram(failing, { ...OPTIONS, signal: NEVER });
    await assert.rejects(run, /ended with 3: no such port/);
  });

  it("run_program__fails__a_program_that_is_not_there", async () => {
    const run = runProgram(["memvol-no-such-program"], { ...OPTIONS, signal: NEVER });
    await assert.rejects(run, /ENOENT/);
  });

  it("run_program__ends_a_program_that_takes_too_long", async () => {
    const hanging = node('process.on("SIGTERM", () => 0); setInterval(() => 0, 1000)');
    const run = runProgram(hanging, { ...OPTIONS, signal: NEVER, timeoutMs: 300 });
    await assert.rejects(run, /did not end within 0.3 s/);
  });

  it("run_program__ends_the_program_and_throws_the_reason_when_interrupted", async () => {
    const interrupted = new AbortController();
    const run = runProgram(node("setInterval(() => 0, 1000)"), {
      ...OPTIONS,
      signal: interrupted.signal,
    });
    interrupted.abort(new Error("interrupted"));
    await assert.rejects(run, /^Error: interrupted$/);
  });

  it("required_programs__are_found_on_the_path_or_named_with_their_packages", async () => {
    const directory = await makeTestDirectory();
    try {
      const program = join(directory.path, "present");
      await writeFile(program, "#!/bin/sh\n");
      await chmod(program, 0o755);
      requirePrograms({ present: "some-package" }, `/nowhere:${directory.path}`);
      assert.throws(
        () => requirePrograms({ present: "some-package", absent: "other" }, directory.path),
        /^Error: no absent on the PATH \(apt-get install other\)$/,
      );
    } finally {
      await directory.remove();
    }
  });
});
