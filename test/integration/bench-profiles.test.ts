import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DIRECTIONS } from "../../src/directions.js";
import { packageRoot } from "../../src/package.js";
import { assertConsistent, parseResult } from "../support/results.js";
import { type ServedDevice, Workspace } from "../support/workspace.js";

const directory = join(packageRoot(), "bench-profiles");

/** The same profile over less time and fewer bytes. */
function shortened(profile: string): string {
  return profile
    .replace(/^runtime=.*$/gm, "runtime=200ms")
    .replace(/^ramp_time=.*$/gm, "ramp_time=50ms")
    .replace(/^size=.*$/gm, "size=4m");
}

describe("bench-profiles", () => {
  let workspace: Workspace;
  let device: ServedDevice;
  before(async () => {
    workspace = await Workspace.make();
    device = await workspace.serve("--memory", "16MiB");
  });
  after(() => workspace.remove());

  for (const file of readdirSync(directory).filter((name) => name.endsWith(".fio"))) {
    it(`${file}__runs_and_its_result_is_sound`, async () => {
      const text = readFileSync(join(directory, file), "utf8");
      const copy = workspace.path(file);
      await writeFile(copy, shortened(text));
      const argv = ["bench", "run", copy, "--device", device.socket];
      const result = parseResult(await workspace.json(argv));
      assert.equal(result.memvol.status, "completed");
      assert.equal(result.memvol.error, null);
      const names = [...text.matchAll(/^\[(?!global\])(.+)\]$/gm)].map(([, name]) => name);
      assert.deepEqual([...new Set(result.jobs.map((row) => row.jobname))], names);
      for (const row of result.jobs) {
        assert(DIRECTIONS.some((direction) => row[direction].total_ios > 0));
      }
      assertConsistent(result);
    });
  }
});
