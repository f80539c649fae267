/** biome.json keeps the layers of src/: an import against their direction is an error. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { packageRoot } from "../../src/package.js";
import { makeTestDirectory, type TestDirectory } from "../support/directory.js";

const VIOLATIONS = [
  { file: "src/units/planted.ts", imports: 'import { x } from "../control/api.js";' },
  { file: "src/binding/planted.ts", imports: 'import { x } from "../device/catalog.js";' },
  { file: "src/control/planted.ts", imports: 'import { x } from "../volume/volumes.js";' },
  { file: "src/device/planted.ts", imports: 'import X from "../commands/device/serve.js";' },
  { file: "src/discovery/planted.ts", imports: 'import { x } from "../output/table.js";' },
  { file: "src/volume/planted.ts", imports: 'import { x } from "@oclif/core";' },
  { file: "src/volume/deep/planted.ts", imports: 'import { x } from "../../cli/base-command.js";' },
  { file: "src/bench/planted.ts", imports: 'import { x } from "ink";' },
  { file: "src/bench/run/planted.ts", imports: 'import { x } from "../../ui/progress.js";' },
  { file: "src/ui/planted.tsx", imports: 'import { x } from "../control/client.js";' },
  {
    file: "src/ui/live/planted.tsx",
    imports: 'import { runBench } from "../../bench/run/bench.js";',
  },
  { file: "src/output/planted.ts", imports: 'import { x } from "../commands/volume/list.js";' },
  { file: "src/commands/planted.ts", imports: 'import { createRequire as x } from "node:module";' },
];

const ALLOWED = [
  { file: "src/binding/planted.ts", imports: 'import { createRequire as x } from "node:module";' },
  { file: "src/ui/planted.tsx", imports: 'import { x } from "../units/format.js";' },
  { file: "src/ui/live/planted.tsx", imports: 'import type { Job } from "../../bench/job.js";' },
  { file: "src/device/planted.ts", imports: 'import { x } from "../control/server.js";' },
  { file: "src/volume/planted.ts", imports: 'import { x } from "../control/client.js";' },
  { file: "src/commands/planted.ts", imports: 'import { x } from "../volume/volumes.js";' },
];

describe("layers of src", () => {
  let directory: TestDirectory;

  beforeEach(async () => {
    directory = await makeTestDirectory();
    await copyFile(join(packageRoot(), "biome.json"), join(directory.path, "biome.json"));
  });

  afterEach(() => directory.remove());

  async function plant(file: string, text: string): Promise<void> {
    const path = join(directory.path, file);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }

  function lint(rule: string): { status: number | null; findings: string } {
    const biome = join(packageRoot(), "node_modules", ".bin", "biome");
    const argv = ["lint", `--only=${rule}`, "--reporter=github", "--max-diagnostics=none"];
    const { status, stdout } = spawnSync(biome, argv, { cwd: directory.path, encoding: "utf8" });
    return { status, findings: stdout };
  }

  it("imports__against_the_layers_are_found", async () => {
    for (const { file, imports } of VIOLATIONS) await plant(file, `${imports}\n`);
    const { findings } = lint("style/noRestrictedImports");
    for (const { file } of VIOLATIONS) assert(findings.includes(`${file},line=`), file);
  });

  it("imports__along_the_layers_pass", async () => {
    for (const { file, imports } of ALLOWED) await plant(file, `${imports}\n`);
    // Biome would fail also if it had found no file.
    assert.deepEqual(lint("style/noRestrictedImports"), { status: 0, findings: "" });
  });

  it("imports__cycle_is_found", async () => {
    await plant("src/volume/a.ts", 'import { b } from "./b.js";\nexport const a = () => b;\n');
    await plant("src/volume/b.ts", 'import { a } from "./a.js";\nexport const b = () => a;\n');
    assert.match(lint("suspicious/noImportCycles").findings, /noImportCycles/);
  });
});
