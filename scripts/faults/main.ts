/**
 * main.ts [WORD…]: plants each fault (those whose name has one of the words) in a copy of the
 * native code, and runs the tests that are to notice. Exits with 1 when a fault stays unnoticed
 * or cannot be planted.
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packageRoot } from "../../src/package.js";
import { ACCESS_FAULTS } from "./access-faults.js";
import { DURABILITY_FAULTS } from "./durability-faults.js";
import type { Fault } from "./fault.js";
import { OBSERVATION_FAULTS } from "./observation-faults.js";

const FAULTS = [...OBSERVATION_FAULTS, ...ACCESS_FAULTS, ...DURABILITY_FAULTS];

const BUILD_TIMEOUT_MS = 600_000;
/** A fault may make a test wait for what never comes: that is noticed, too. */
const TEST_TIMEOUT_MS = 300_000;

interface Outcome {
  noticed: boolean;
  /** By which test, or why not. */
  how: string;
}

const not = (how: string): Outcome => ({ noticed: false, how });

class Copy {
  readonly #directory = mkdtempSync(join(tmpdir(), "memvol-faults-"));

  constructor() {
    const native = join(packageRoot(), "native");
    cpSync(native, join(this.#directory, "native"), { recursive: true });
    const options = ["-G", "Ninja", "-DMEMVOL_ADDON=OFF", "-DMEMVOL_TESTS=ON"];
    this.#run(["cmake", "-S", join(this.#directory, "native"), "-B", this.#build, ...options]);
  }

  get #build(): string {
    return join(this.#directory, "build");
  }

  plant({ file, find, replace, layers, tests = "*" }: Fault): Outcome {
    const path = join(this.#directory, "native", "src", file);
    const sound = readFileSync(path, "utf8");
    if (sound.split(find).length !== 2) return not("cannot be planted");
    writeFileSync(
      path,
      sound.replace(find, () => replace),
    );
    try {
      const programs = layers.map((layer) => `memvol_${layer}_test`);
      if (!this.#run(["ninja", "-C", this.#build, ...programs])) return not("does not compile");
      for (const program of programs) {
        const how = this.#failure(program, tests);
        if (how !== undefined) return { noticed: true, how };
      }
      return not("all tests pass");
    } finally {
      writeFileSync(path, sound);
    }
  }

  remove(): void {
    rmSync(this.#directory, { recursive: true, force: true });
  }

  /** The test that fails, or what else goes wrong; nothing when all is well. */
  #failure(program: string, tests: string): string | undefined {
    const argv = ["--gtest_brief=1", `--gtest_filter=${tests}`];
    const { status, signal, stdout } = spawnSync(join(this.#build, "test", program), argv, {
      timeout: TEST_TIMEOUT_MS,
      killSignal: "SIGKILL",
      encoding: "utf8",
      env: { ...process.env, IPATH_NO_BACKTRACE: "1" },
    });
    if (status === 0) return undefined;
    const failed = /^\[ {2}FAILED {2}\] (\S+)/m.exec(stdout)?.[1]?.replace(/,$/, "");
    return failed ?? (signal === "SIGKILL" ? "a test that does not end" : "a crash");
  }

  #run([program = "", ...argv]: readonly string[]): boolean {
    const { status } = spawnSync(program, argv, { timeout: BUILD_TIMEOUT_MS });
    return status === 0;
  }
}

function main(words: readonly string[]): number {
  const copy = new Copy();
  const chosen = FAULTS.filter(
    ({ name }) => words.length === 0 || words.some((word) => name.includes(word)),
  );
  let unnoticed = 0;
  try {
    for (const fault of chosen) {
      const { noticed, how } = copy.plant(fault);
      if (!noticed) unnoticed += 1;
      process.stdout.write(`${noticed ? "noticed" : "UNNOTICED"}: ${fault.name} (${how})\n`);
    }
  } finally {
    copy.remove();
  }
  process.stdout.write(`${chosen.length - unnoticed} noticed, ${unnoticed} not\n`);
  return unnoticed === 0 ? 0 : 1;
}

process.exitCode = main(process.argv.slice(2));
