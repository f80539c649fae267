/** Where a device that keeps nothing has its state and its socket while it runs. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface TemporaryPlace {
  stateDirectory: string;
  socketPath: string;
  /** Removes everything; to be called once nothing uses it any more. */
  remove(): Promise<void>;
}

export async function makeTemporaryPlace(): Promise<TemporaryPlace> {
  const stateDirectory = await mkdtemp(join(tmpdir(), "memvol-device-"));
  return {
    stateDirectory,
    socketPath: join(stateDirectory, "device.sock"),
    remove: () => rm(stateDirectory, { recursive: true, force: true }),
  };
}
