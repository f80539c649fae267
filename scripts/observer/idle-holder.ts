/** Idle sessions in a process of their own, so that they take nothing from the load's. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { ObservationMode } from "../../src/binding/native-observation.js";
import { packageRoot } from "../../src/package.js";
import type { Workbench } from "../compare/workbench.js";

const HOLDER = fileURLToPath(new URL("idle-sessions.ts", import.meta.url));

export interface IdleSessions {
  socketPath: string;
  volume: string;
  mode: ObservationMode;
  count: number;
}

/**
 * Resolves once all are attached.
 *
 * @throws Error where one cannot be; the signal's reason
 */
export async function holdIdleSessions(
  { env, signal }: Pick<Workbench, "env" | "signal">,
  { socketPath, volume, mode, count }: IdleSessions,
): Promise<{ release(): Promise<void> }> {
  signal.throwIfAborted();
  const child = spawn(
    process.execPath,
    ["--import=tsx", HOLDER, socketPath, volume, mode, String(count)],
    { env, cwd: packageRoot(), stdio: ["pipe", "pipe", "inherit"] },
  );
  const closed = once(child, "close");
  const release = async () => {
    child.stdin.end();
    await closed;
  };
  // It says one line when it is ready, and nothing if it ends before.
  const said = await Promise.race([once(child.stdout, "data"), closed.then(() => undefined)]);
  if (said !== undefined) return { release };
  signal.throwIfAborted();
  throw new Error(`${count} idle sessions could not be attached`);
}
