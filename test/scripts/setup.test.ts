/** Set-up: that a second one does nothing, and what it does about missing system packages. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmod, mkdir, readdir, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { EXIT_STATUS } from "../../src/errors.js";
import { packageRoot } from "../../src/package.js";
import { makeTestDirectory, type TestDirectory } from "../support/directory.js";

const SCRIPTS = join(packageRoot(), "scripts");

async function modificationTimes(...folders: string[]): Promise<Map<string, number>> {
  const times = new Map<string, number>();
  for (const folder of folders) {
    const root = join(packageRoot(), folder);
    for (const name of await readdir(root, { recursive: true })) {
      times.set(join(folder, name), (await stat(join(root, name))).mtimeMs);
    }
  }
  return times;
}

describe("setup.sh", () => {
  it("second_run__changes_nothing_and_says_nothing", async function () {
    this.timeout(300_000);
    const setup = () => spawnSync("bash", [join(SCRIPTS, "setup.sh")], { encoding: "utf8" });
    assert.equal(setup().status, 0);
    const before = await modificationTimes("dist", "build/native", "node_modules/.bin");
    const { status, stdout, stderr } = setup();
    assert.deepEqual({ status, stdout, stderr }, { status: 0, stdout: "", stderr: "" });
    const after = await modificationTimes("dist", "build/native", "node_modules/.bin");
    assert.deepEqual(after, before);
  });
});

describe("system-packages.sh", () => {
  let directory: TestDirectory;
  let bin: string;

  beforeEach(async () => {
    directory = await makeTestDirectory();
    bin = join(directory.path, "bin");
    await mkdir(bin);
    for (const name of ["bash", "dirname", "mkdir", "tail", "env", "touch"]) {
      await symlink(`/usr/bin/${name}`, join(bin, name));
    }
    for (const name of ["cmake", "ninja", "g++"]) await program(name, "exit 0");
    await program("pkg-config", '[[ -e "$STATE/installed" ]]');
    await program("id", "echo 0");
  });

  afterEach(() => directory.remove());

  /** A stand-in for a system's program, which may leave notes in $STATE. */
  async function program(name: string, body: string): Promise<void> {
    const path = join(bin, name);
    await writeFile(path, `#!${join(bin, "bash")}\n${body}\n`);
    await chmod(path, 0o755);
  }

  function install(purpose: string): { status: number | null; stderr: string } {
    const env = { PATH: bin, STATE: directory.path };
    const script = join(SCRIPTS, "setup", "system-packages.sh");
    return spawnSync(join(bin, "bash"), [script, purpose], { env, encoding: "utf8" });
  }

  it("install__root_uses_apt_for_what_is_missing", async () => {
    const notes = 'echo "$@" >&2; touch "$STATE/installed"';
    await program(
      "apt-get",
      `[[ "$*" == *"install --yes"*libfabric-dev*liburing-dev ]] || exit 1; ${notes}`,
    );
    const { status, stderr } = install("build");
    assert.equal(status, 0, stderr);
    assert.equal(
      stderr,
      "memvol set-up: system packages (libfabric-dev libxxhash-dev nettle-dev liburing-dev)\n",
    );
  });

  it("install__updates_the_lists_when_apt_does_not_know_a_package", async () => {
    await program(
      "apt-get",
      'if [[ $1 == update ]]; then touch "$STATE/lists"; exit; fi\n' +
        '[[ -e "$STATE/lists" ]] && touch "$STATE/installed"',
    );
    assert.equal(install("build").status, 0);
  });

  it("install__through_sudo_without_a_password", async () => {
    await program("id", "echo 1000");
    await program("sudo", 'shift; [[ $1 == true ]] || SUDO=1 exec "$@"');
    await program("apt-get", '[[ $SUDO == 1 ]] && touch "$STATE/installed"');
    await symlink("/usr/bin/true", join(bin, "true"));
    const { status, stderr } = install("build");
    assert.equal(status, 0, stderr);
  });

  it("install__not_allowed", async () => {
    await program("id", "echo 1000");
    await program("sudo", "exit 1");
    await program("apt-get", 'touch "$STATE/installed"');
    const { status, stderr } = install("test");
    assert.equal(status, EXIT_STATUS.environment);
    assert.match(
      stderr,
      /^Error: memvol needs libfabric-dev libxxhash-dev nettle-dev liburing-dev libgtest-dev fio, which is missing: apt-get needs root/,
    );
    assert.match(
      stderr,
      /sudo apt-get install libfabric-dev libxxhash-dev nettle-dev liburing-dev libgtest-dev fio\n/,
    );
  });

  it("install__no_apt", () => {
    const { status, stderr } = install("build");
    assert.equal(status, EXIT_STATUS.environment);
    assert.match(
      stderr,
      /memvol needs libfabric-dev libxxhash-dev nettle-dev liburing-dev, which is missing: there is no apt-get here/,
    );
  });

  it("install__apt_fails", async () => {
    await program("apt-get", "echo no network; exit 100");
    const { status, stderr } = install("build");
    assert.equal(status, EXIT_STATUS.environment);
    assert.match(stderr, /no network\n[\s\S]*failed \(status 100\)/);
  });

  it("install__leaves_a_version_that_is_too_old", async () => {
    await program("apt-get", "exit 0");
    const { status, stderr } = install("build");
    assert.equal(status, EXIT_STATUS.environment);
    assert.match(
      stderr,
      /libfabric-dev libxxhash-dev nettle-dev liburing-dev, which is still not usable or too old/,
    );
  });
});
