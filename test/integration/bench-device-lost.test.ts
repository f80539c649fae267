import assert from "node:assert/strict";
import { parseJobFile } from "../../src/bench/jobfile/parse.js";
import { runBench } from "../../src/bench/run/bench.js";
import { loadBinding } from "../../src/binding/loader.js";
import { SocketEndpoint } from "../../src/control/transport/socket-endpoint.js";
import { type CliProcess, COMMAND_LINE } from "../support/cli.js";
import { userError } from "../support/errors.js";
import { PATIENCE_MS } from "../support/patience.js";
import { parseResult } from "../support/results.js";
import { until } from "../support/until.js";
import { type ServedDevice, Workspace } from "../support/workspace.js";

const JOB = ["--rw", "randrw", "--size", "1m", "--iodepth", "8", "--time-based", "--runtime", "60"];
/** "Within seconds": far below the job's runtime, and enough for a busy machine. */
const SECONDS_MS = Math.min(PATIENCE_MS / 4, 30_000);

describe("a run that loses its device or its volume", () => {
  let workspace: Workspace;
  let device: ServedDevice;
  beforeEach(async () => {
    workspace = await Workspace.make();
    device = await workspace.serve("--memory", "8MiB");
  });
  afterEach(() => workspace.remove());

  async function sessionsAreOpen(): Promise<void> {
    await until("the run has a session", async () => {
      const { sessions } = await device.client.call("showDevice", {});
      return sessions > 0;
    });
  }

  async function startRun(...flags: string[]): Promise<CliProcess> {
    const argv = ["bench", "run", ...JOB, "--device", device.socket, "--json", ...flags];
    const run = workspace.start(argv);
    await sessionsAreOpen();
    return run;
  }

  /** The run ends in seconds with this error and with what it had measured saved. */
  async function assertFailed(
    run: CliProcess,
    sinceMs: number,
    { status, code } = { status: 8, code: "session_ended" },
  ): Promise<void> {
    const { exitStatus, stdout } = await run.outcome;
    assert(performance.now() - sinceMs < SECONDS_MS);
    assert.equal(exitStatus, status);
    const { error } = JSON.parse(stdout.toString());
    assert.equal(error.code, code);
    const [saved, ...others] = await workspace.savedResults();
    assert.equal(others.length, 0);
    const { memvol, jobs } = parseResult(saved);
    assert.equal(memvol.status, "failed");
    assert.equal(memvol.error?.code, code);
    assert.equal(memvol.error?.message, error.message);
    assert.equal(jobs[0]?.memvol.failures.length, 1);
    assert.notEqual(jobs[0]?.error, 0);
  }

  it("device_killed__ends_in_seconds_with_a_saved_partial_result", async () => {
    const run = await startRun();
    device.child.kill("SIGKILL");
    await assertFailed(run, performance.now());
  });

  it("device_stopped_in_order__ends_in_seconds_with_a_saved_partial_result", async () => {
    const run = await startRun();
    device.child.kill("SIGTERM");
    await assertFailed(run, performance.now());
    assert.equal((await device.outcome).exitStatus, 0);
  });

  it("volume_deleted__is_refused_until_forced_and_then_ends_the_run", async () => {
    await device.client.call("createVolume", { body: { name: "busy", size_bytes: 2 ** 20 } });
    const run = await startRun("--volume", "busy", "--allow-overwrite");
    const refused = await workspace.failing(["volume", "delete", "busy"]);
    assert.equal(refused.code, "volume_attached");
    assert.equal(refused.exitStatus, 5);
    assert.match(refused.message, /attached by a session$/);
    assert.equal((await device.client.call("showDevice", {})).sessions, 1);
    const since = performance.now();
    const deleted = await workspace.run(["volume", "delete", "busy", "--force"]);
    assert.match(deleted.stdout.toString(), /Deleted volume 'busy'; 1 sessions? ended/);
    await assertFailed(run, since, { status: 7, code: "access_revoked" });
    const { free_bytes, capacity_bytes } = await device.client.call("showDevice", {});
    assert.equal(free_bytes, capacity_bytes);
  });

  it("device_hangs__ends_with_the_operation_timeout", async () => {
    const options = ["rw=randread", "size=1m", "time_based", "runtime=60"];
    const running = runBench({
      profile: parseJobFile(["[j]", ...options].join("\n"), "hang.fio"),
      binding: loadBinding(),
      monitor: {
        intervalMs: undefined,
        start: () => undefined,
        update: () => undefined,
        finish: async () => undefined,
      },
      signal: new AbortController().signal,
      memvolVersion: "0.0.0",
      endpoint: new SocketEndpoint(device.socket),
      allowOverwrite: false,
      commandLine: COMMAND_LINE,
      operationTimeoutMs: 500,
    });
    await sessionsAreOpen();
    const since = performance.now();
    device.child.kill("SIGSTOP");
    const { result, failure } = await running;
    assert(performance.now() - since < SECONDS_MS);
    assert(userError("io_failed", /did not answer for 0\.5 s/)(failure));
    assert.equal(result.memvol.status, "failed");
    assert.match(result.memvol.warnings.join(), /temporary volume .* could not be removed/);
  });

  it("device_hangs__administration_says_so", async () => {
    device.child.kill("SIGSTOP");
    const [found, error] = await Promise.all([
      workspace.json(["device", "discover", "--local"]) as Promise<{ reachable: boolean }[]>,
      workspace.failing(["volume", "create", "v", "--size", "1m"]),
    ]);
    assert.deepEqual(
      found.map(({ reachable }) => reachable),
      [false],
    );
    assert.equal(error.code, "device_unreachable");
    assert.equal(error.exitStatus, 3);
  });
});
