/** bin/run.js over the bundle, as a process of its own. Set-up has built it. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { copyFile, cp, mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { Config } from "@oclif/core";
import { EXIT_STATUS } from "../../src/errors.js";
import { packageRoot } from "../../src/package.js";
import { makeTestDirectory, type TestDirectory } from "../support/directory.js";

interface Outcome {
  status: number | null;
  stdout: string;
  stderr: string;
}

function runIn(root: string, argv: string[], env: NodeJS.ProcessEnv = process.env): Outcome {
  const program = [join(root, "bin", "run.js"), ...argv];
  return spawnSync(process.execPath, program, { env, encoding: "utf8" });
}

function run(...argv: string[]): Outcome {
  return runIn(packageRoot(), argv);
}

describe("bin/run.js", () => {
  let directory: TestDirectory;

  beforeEach(async () => {
    directory = await makeTestDirectory();
  });

  afterEach(() => directory.remove());

  /** The package without what is built, or with the bundle alone. */
  async function packageCopy(parts: { bundle: boolean }): Promise<string> {
    const root = join(directory.path, "package");
    await mkdir(join(root, "bin"), { recursive: true });
    await copyFile(join(packageRoot(), "package.json"), join(root, "package.json"));
    await copyFile(join(packageRoot(), "bin", "run.js"), join(root, "bin", "run.js"));
    if (parts.bundle)
      await cp(join(packageRoot(), "dist"), join(root, "dist"), { recursive: true });
    return root;
  }

  it("version__is_what_oclif_would_say", async () => {
    const { userAgent } = await Config.load({ root: packageRoot() });
    assert.deepEqual(run("--version").stdout, `${userAgent}\n`);
  });

  it("help__lists_the_topics", () => {
    const { status, stdout, stderr } = run("--help");
    assert.equal(status, 0, stderr);
    assert.match(
      stdout,
      /TOPICS\n {2}bench .*\n {2}device .*\n {2}identity .*\n {2}policy .*\n {2}session .*\n {2}volume /,
    );
  });

  it("help__of_a_command_has_examples", () => {
    const { status, stdout, stderr } = run("bench", "run", "--help");
    assert.equal(status, 0, stderr);
    assert.match(stdout, /EXAMPLES\n {2}\$ memvol bench run /);
  });

  it("command__unknown", () => {
    const { status, stderr } = run("volume", "paint");
    assert.equal(status, EXIT_STATUS.usage);
    assert.match(stderr, /no command .volume paint./);
  });

  it("bundle__missing", async () => {
    const { status, stdout, stderr } = runIn(await packageCopy({ bundle: false }), [
      "volume",
      "list",
    ]);
    assert.equal(status, EXIT_STATUS.environment);
    assert.equal(stdout, "");
    assert.match(stderr, /memvol is not built\.\n {2}Build it: npm run setup/);
  });

  it("addon__missing", async () => {
    const root = await packageCopy({ bundle: true });
    const serve = ["device", "serve", "--state-directory", join(directory.path, "state")];
    const env = { ...process.env, MEMVOL_RUNTIME_DIR: join(directory.path, "run") };
    const { status, stderr } = runIn(root, serve, env);
    assert.equal(status, EXIT_STATUS.environment, stderr);
    assert.match(stderr, /native addon cannot be loaded: it is not built/);
    assert.match(stderr, /npm run build/);
  });

  it("program__through_a_link_from_elsewhere", async () => {
    const link = join(directory.path, "memvol");
    await symlink(join(packageRoot(), "bin", "run.js"), link);
    const { status, stderr } = spawnSync(process.execPath, [link, "volume", "--help"], {
      cwd: directory.path,
      encoding: "utf8",
    });
    assert.equal(status, 0, stderr);
  });
});
