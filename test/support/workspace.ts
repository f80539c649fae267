/**
 * A world of its own for integration tests: runtime, state, configuration and temporary
 * directories, and the real devices and commands that run in it.
 */
import { mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { ControlClient } from "../../src/control/client.js";
import { failure } from "../../src/control/schemas.js";
import { SocketEndpoint } from "../../src/control/transport/socket-endpoint.js";
import { type CliOptions, type CliOutcome, type CliProcess, startCli } from "./cli.js";
import { makeTestDirectory, type TestDirectory } from "./directory.js";
import { TEST_FABRIC_SETTINGS } from "./fabric.js";
import { until } from "./until.js";

export interface ServedDevice extends CliProcess {
  socket: string;
  client: ControlClient;
  port: number;
}

const readyLine = z.object({
  socket: z.string(),
  device: z.object({ fabric: z.object({ port: z.int() }) }),
});

/** A device lives as long as its tests, which may be many. */
const DEVICE_DEADLINE_MS = 600_000;

type RunOptions = Omit<CliOptions, "env"> & { env?: NodeJS.ProcessEnv };

export class Workspace {
  readonly env: NodeJS.ProcessEnv;
  readonly #directory: TestDirectory;
  readonly #processes: CliProcess[] = [];

  private constructor(directory: TestDirectory) {
    this.#directory = directory;
    this.env = {
      PATH: process.env.PATH,
      HOME: this.path("home"),
      TMPDIR: this.path("tmp"),
      MEMVOL_RUNTIME_DIR: this.path("run"),
      XDG_STATE_HOME: this.path("state"),
      XDG_CONFIG_HOME: this.path("config"),
      // What tests serve is nobody else's business.
      MEMVOL_ANNOUNCE: "false",
      ...TEST_FABRIC_SETTINGS,
    };
  }

  static async make(): Promise<Workspace> {
    const directory = await makeTestDirectory();
    await mkdir(join(directory.path, "tmp"));
    return new Workspace(directory);
  }

  path(...parts: string[]): string {
    return join(this.#directory.path, ...parts);
  }

  start(argv: readonly string[], options: RunOptions = {}): CliProcess {
    const process = startCli(argv, { ...options, env: { ...this.env, ...options.env } });
    this.#processes.push(process);
    return process;
  }

  /** Runs a command to its end. */
  run(argv: readonly string[], options: RunOptions = {}): Promise<CliOutcome> {
    return this.start(argv, options).outcome;
  }

  /** Runs a command that must succeed, with `--json`, and returns its document. */
  async json(argv: readonly string[], options: RunOptions = {}): Promise<unknown> {
    const { stdout, stderr, exitStatus } = await this.run([...argv, "--json"], options);
    if (exitStatus !== 0) throw new Error(`status ${exitStatus}: ${stdout}${stderr}`);
    return JSON.parse(stdout.toString());
  }

  /** Runs a command that must fail, with `--json`: its status and error. */
  async failing(argv: readonly string[], options: RunOptions = {}) {
    const { stdout, exitStatus } = await this.run([...argv, "--json"], options);
    const { error } = failure.parse(JSON.parse(stdout.toString()));
    return { exitStatus, ...error };
  }

  /** Starts a device and waits until it is ready. */
  async serve(...argv: string[]): Promise<ServedDevice> {
    const state = argv.includes("--state-directory") ? [] : ["--state-directory", this.path("dev")];
    const started = this.start(["device", "serve", "--json", ...state, ...argv], {
      deadlineMs: DEVICE_DEADLINE_MS,
    });
    let said = "";
    started.child.stdout?.on("data", (piece: Buffer) => {
      said += piece.toString();
    });
    const line = await Promise.race([
      until("the device is ready", () => said.includes("\n") && said),
      started.outcome.then(({ stdout, stderr }) => {
        throw new Error(`the device ended: ${stdout}${stderr}`);
      }),
    ]);
    const { socket, device } = readyLine.parse(JSON.parse(line));
    return {
      ...started,
      socket,
      client: new ControlClient(new SocketEndpoint(socket)),
      port: device.fabric.port,
    };
  }

  /** The results saved by default, parsed. */
  async savedResults(): Promise<unknown[]> {
    const directory = join(this.path("state"), "memvol", "results");
    const files = await readdir(directory).catch(() => []);
    const texts = await Promise.all(files.map((file) => readFile(join(directory, file), "utf8")));
    return texts.map((text) => JSON.parse(text));
  }

  /** Ends whatever still runs and removes everything. */
  async remove(): Promise<void> {
    for (const { child } of this.#processes) child.kill("SIGKILL");
    await Promise.all(this.#processes.map(({ outcome }) => outcome));
    await this.#directory.remove();
  }
}
