/** A temporary directory for a test, private as the runtime and state directories must be. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface TestDirectory {
  path: string;
  remove(): Promise<void>;
}

export async function makeTestDirectory(): Promise<TestDirectory> {
  const path = await mkdtemp(join(tmpdir(), "memvol-test-"));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}
