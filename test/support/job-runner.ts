/** Job files that tests write, run by the command in a workspace of theirs. */
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import type { RunResult } from "../../src/bench/result/result.js";
import { assertConsistent, parseResult } from "./results.js";
import { type ServedDevice, Workspace } from "./workspace.js";

export class JobRunner {
  readonly workspace: Workspace;
  readonly #device: ServedDevice | undefined;

  constructor(workspace: Workspace, device?: ServedDevice) {
    this.workspace = workspace;
    this.#device = device;
  }

  get device(): ServedDevice {
    return this.#device ?? assert.fail("no device was served");
  }

  /** The command that runs a job file of these lines, against the device if there is one. */
  async argv(lines: readonly string[], ...flags: string[]): Promise<string[]> {
    const file = this.workspace.path("job.fio");
    await writeFile(file, `${lines.join("\n")}\n`);
    const place = this.#device === undefined ? [] : ["--device", this.#device.socket];
    return ["bench", "run", file, ...place, ...flags];
  }

  /** The result, which must be whole and make sense; no job takes longer than it must. */
  async run(lines: readonly string[], ...flags: string[]): Promise<RunResult> {
    const result = parseResult(await this.workspace.json(await this.argv(lines, ...flags)));
    assert.equal(result.memvol.status, "completed");
    assertConsistent(result);
    return result;
  }
}

/**
 * To be called in a suite: before its tests a device is served with these flags, and all is removed
 * after them.
 */
export function runnerOnDevice(...serve: string[]): () => JobRunner {
  let runner: JobRunner | undefined;
  before(async () => {
    const workspace = await Workspace.make();
    runner = new JobRunner(workspace, await workspace.serve(...serve));
  });
  after(() => runner?.workspace.remove());
  return () => runner ?? assert.fail("outside of a test");
}
