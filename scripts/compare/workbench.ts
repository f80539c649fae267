/** What all measurements share: a device, a directory that is removed, programs that end. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbeddedDevice } from "../../src/bench/run/embedded-device.js";
import { packageRoot } from "../../src/package.js";
import type { Options } from "./options.js";
import { runProgram } from "./program.js";
import { iopsOf } from "./rates.js";

/** As much as the bare loop and nbdkit have. */
export const VOLUME_SIZE = "64m";
const DEVICE_MEMORY_BYTES = 128 * 2 ** 20;

/** What a measurement may take besides its own seconds before it counts as hung. */
const TIMEOUT_MARGIN_MS = 60_000;

export interface Workbench extends Pick<Options, "rounds" | "seconds"> {
  /** Empty at first; for whatever a measurement writes. */
  directory: string;
  env: NodeJS.ProcessEnv;
  /** The measurement was interrupted. */
  signal: AbortSignal;
  /** Flags of `bench run` that lead to the device. */
  deviceFlags: readonly string[];
  /** Runs a program to its end and returns its standard output. */
  run(command: readonly string[]): Promise<string>;
  /** Says on stderr what comes next. */
  announce(title: string): void;
  close(): Promise<void>;
}

/** A native program of the test build. */
export function nativeProgram(...path: string[]): string {
  return join(packageRoot(), "build", "native-test", ...path);
}

/** The least that can be done with libfabric: native/bare/bare_loop.c. */
export const BARE_LOOP = nativeProgram("bare", "memvol_bare_loop");

/** Node and its arguments that run memvol's command line. */
export const MEMVOL: readonly string[] = [process.execPath, join(packageRoot(), "bin", "run.js")];

/** `bench run` that lasts as long as every measurement. */
export function timedRun(
  { seconds }: Pick<Workbench, "seconds">,
  flags: readonly string[],
): string[] {
  return [...MEMVOL, "bench", "run", "--runtime", String(seconds), "--time-based", ...flags];
}

/** A timed run with a job of 4 KiB blocks. */
export function benchCommand(bench: Workbench, flags: readonly string[]): string[] {
  return timedRun(bench, ["--bs", "4k", "--size", VOLUME_SIZE, ...flags]);
}

/** Operations a second of memvol's silent load test. */
export async function memvolRate(bench: Workbench, flags: readonly string[]): Promise<number> {
  return iopsOf(await bench.run(benchCommand(bench, ["--json", ...flags])));
}

/** Starts a device that serves all measurements. */
export async function openWorkbench(
  { rounds, seconds }: Pick<Options, "rounds" | "seconds">,
  signal: AbortSignal,
): Promise<Workbench> {
  const device = await startEmbeddedDevice({
    memoryBytes: DEVICE_MEMORY_BYTES,
    commandLine: MEMVOL,
  });
  const directory = await mkdtemp(join(tmpdir(), "memvol-compare-"));
  const env = environmentFor(directory);
  const timeoutMs = seconds * 1000 + TIMEOUT_MARGIN_MS;
  return {
    rounds,
    seconds,
    directory,
    env,
    signal,
    deviceFlags: ["--device", device.socketPath],
    run: (command) => runProgram(command, { env, cwd: directory, signal, timeoutMs }),
    announce: (title) => process.stderr.write(`measuring: ${title}\n`),
    async close() {
      await device.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Ours, without what would turn the live view off or lead to another device. */
function environmentFor(directory: string): NodeJS.ProcessEnv {
  const { CI, CONTINUOUS_INTEGRATION, NO_COLOR, MEMVOL_DEVICE, ...others } = process.env;
  return {
    ...others,
    XDG_STATE_HOME: directory,
    TERM: "xterm-256color",
    SHELL: "/bin/sh",
    // Else libinfinipath, which libfabric loads, takes the handlers of signals over.
    IPATH_NO_BACKTRACE: "1",
  };
}
