/**
 * A device of one's own for one run: a child process that keeps all it has in a temporary
 * directory. It ends, and removes that, with this process, however that ends, since it watches
 * its stdin.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { dirname } from "node:path";
import * as z from "zod";
import { errorFromBody } from "../../control/failure.js";
import { failure } from "../../control/schemas.js";
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
  /** Further flags of `device serve`. */
  settings?: readonly string[];
}

/** How long a device may take to end by itself once its stdin is closed. */
const STOP_TIMEOUT_MS = 10_000;

/** @throws UserError the device's own, or `device_unreachable`, if it does not get ready */
export async function startEmbeddedDevice(options: EmbeddedDeviceOptions): Promise<EmbeddedDevice> {
  const child = spawnDevice(options);
  try {
    const socketPath = await ready(child);
    const stop = async () => {
      await endProcess(child);
      // One that was killed could not.
      await rm(dirname(socketPath), { recursive: true, force: true });
    };
    return { socketPath, stop };
  } catch (error) {
    await endProcess(child);
    throw error;
  }
}

function spawnDevice(options: EmbeddedDeviceOptions): ChildProcess {
  const { memoryBytes, commandLine, settings = [] } = options;
  const [program = process.execPath, ...prefix] = commandLine;
  const own = ["--name", "embedded", "--memory", String(memoryBytes), "--log-level", "error"];
  const serve = ["device", "serve", "--until-stdin-closes", "--temporary", "--json"];
  return spawn(
    program,
    [...prefix, ...serve, ...own, ...settings],
    // A group of its own: Ctrl-C is for the run, which stops the device when it has finished.
    { stdio: ["pipe", "pipe", "pipe"], detached: true },
  );
}

/** What a device says of itself, in one line, when it is ready; as far as we need it. */
const announcement = z.object({ socket: z.string() });

/** Resolves with the control socket's path; rejects with the device's own error. */
function ready(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    let log = "";
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      const [line = "", next] = said.split("\n", 2);
      const announced = next === undefined ? undefined : parseAs(announcement, line);
      if (announced !== undefined) resolve(announced.socket);
    });
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      log += text;
    });
    child.once("error", reject);
    child.once("close", (status) => reject(endedEarly(status, said, log.trim())));
  });
}

function endedEarly(status: number | null, said: string, log: string): Error {
  const told = parseAs(failure, said);
  if (told !== undefined) return errorFromBody(told);
  return new UserError(
    "device_unreachable",
    `The embedded device ended before it was ready (status ${status})${log && `: ${log}`}`,
    { nextSteps: ["Start one yourself to see why: memvol device serve"] },
  );
}

function parseAs<T>(schema: z.ZodType<T>, text: string): T | undefined {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const closed = once(child, "close");
  const timer = setTimeout(() => child.kill("SIGKILL"), STOP_TIMEOUT_MS);
  child.stdin?.end();
  await closed;
  clearTimeout(timer);
}
