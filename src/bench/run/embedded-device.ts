/**
 * A device of one's own for one run: a child process with a state directory and a socket in a
 * temporary directory. It ends with this process, however that ends, since it watches its stdin.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { UserError } from "../../errors.js";

export interface EmbeddedDevice {
  socketPath: string;
  /** Ends the process and removes its directory. */
  stop(): Promise<void>;
}

export interface EmbeddedDeviceOptions {
  memoryBytes: number;
  /** Node and its arguments that run memvol's command line: `[node, bin/run.js]`. */
  commandLine: readonly string[];
}

/** How long a device may take to end by itself once its stdin is closed. */
const STOP_TIMEOUT_MS = 10_000;

/** @throws UserError `device_unreachable`, with what the device said, if it does not get ready */
export async function startEmbeddedDevice(options: EmbeddedDeviceOptions): Promise<EmbeddedDevice> {
  const directory = await mkdtemp(join(tmpdir(), "memvol-embedded-"));
  const socketPath = join(directory, "device.sock");
  const child = spawnDevice(options, directory, socketPath);
  const stop = async () => {
    await endProcess(child);
    await rm(directory, { recursive: true, force: true });
  };
  try {
    await ready(child);
  } catch (error) {
    await stop();
    throw error;
  }
  return { socketPath, stop };
}

function spawnDevice(
  { memoryBytes, commandLine }: EmbeddedDeviceOptions,
  directory: string,
  socketPath: string,
): ChildProcess {
  const [program = process.execPath, ...prefix] = commandLine;
  const settings = ["--name", "embedded", "--memory", String(memoryBytes), "--log-level", "error"];
  const places = ["--state-directory", join(directory, "state"), "--socket", socketPath];
  return spawn(
    program,
    [...prefix, "device", "serve", "--until-stdin-closes", "--json", ...settings, ...places],
    // A group of its own: Ctrl-C is for the run, which stops the device when it has finished.
    { stdio: ["pipe", "pipe", "pipe"], detached: true },
  );
}

/** Resolves at the device's first line, which it writes when it is ready. */
async function ready(child: ChildProcess): Promise<void> {
  const complaints: string[] = [];
  child.stderr?.setEncoding("utf8").on("data", (text: string) => complaints.push(text));
  const announced = once(createInterface({ input: child.stdout ?? process.stdin }), "line");
  const ended = once(child, "close").then(([status]) => {
    const said = complaints.join("").trim();
    throw new UserError(
      "device_unreachable",
      `The embedded device ended before it was ready (status ${status})` +
        (said === "" ? "" : `: ${said}`),
      { nextSteps: ["Start one yourself to see why: memvol device serve"] },
    );
  });
  const failed = once(child, "error").then(([error]) => {
    throw error;
  });
  await Promise.race([announced, ended, failed]);
  // Whichever did not win may still come, and then says nothing new.
  ended.catch(() => undefined);
  failed.catch(() => undefined);
}

async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const closed = once(child, "close");
  const timer = setTimeout(() => child.kill("SIGKILL"), STOP_TIMEOUT_MS);
  child.stdin?.end();
  await closed;
  clearTimeout(timer);
}
