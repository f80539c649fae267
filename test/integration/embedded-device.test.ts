import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { ControlClient } from "../../src/control/client.js";
import { SocketEndpoint } from "../../src/control/transport/socket-endpoint.js";
import type { CliProcess } from "../support/cli.js";
import { processesWith } from "../support/processes.js";
import { parseResult } from "../support/results.js";
import { until } from "../support/until.js";
import { Workspace } from "../support/workspace.js";

const SHORT = ["bench", "run", "--rw", "read", "--size", "64k"];
const LONG = [...SHORT, "--time-based", "--runtime", "60"];

describe("the embedded device of a run", () => {
  let workspace: Workspace;
  beforeEach(async () => {
    workspace = await Workspace.make();
  });
  afterEach(() => workspace.remove());

  async function embeddedSocket(): Promise<string | undefined> {
    const temporary = workspace.path("tmp");
    for (const directory of await readdir(temporary)) {
      if (!directory.startsWith("memvol-device-")) continue;
      const files = await readdir(`${temporary}/${directory}`);
      if (files.includes("device.sock")) return `${temporary}/${directory}/device.sock`;
    }
    return undefined;
  }

  /** The control client of the device, once the run has a session on it. */
  function runIsUnderWay(): Promise<ControlClient> {
    return until("the run has a session", async () => {
      const socket = await embeddedSocket();
      if (socket === undefined) return undefined;
      const client = new ControlClient(new SocketEndpoint(socket));
      const { sessions } = await client.call("showDevice", {});
      return sessions > 0 && client;
    });
  }

  async function assertNothingLeft(): Promise<void> {
    await until("no process is left", async () => {
      const pids = await processesWith("TMPDIR", workspace.path("tmp"));
      return pids.length === 0;
    });
    assert.deepEqual(await readdir(workspace.path("tmp")), []);
  }

  async function savedStatus(run: CliProcess) {
    const { exitStatus } = await run.outcome;
    const saved = (await workspace.savedResults()).map((result) => parseResult(result).memvol);
    return { exitStatus, saved: saved.map(({ status, error }) => ({ status, code: error?.code })) };
  }

  it("success__leaves_nothing", async () => {
    const { exitStatus, stderr } = await workspace.run(SHORT);
    assert.equal(exitStatus, 0, stderr);
    await assertNothingLeft();
  });

  it("refused_run__leaves_nothing", async () => {
    const error = await workspace.failing([...SHORT, "--bs", "1m"]);
    assert.equal(error.code, "range_invalid");
    await assertNothingLeft();
    assert.deepEqual(await workspace.savedResults(), []);
  });

  it("device_cannot_start__is_told_in_its_own_words_and_leaves_nothing", async () => {
    const env = { MEMVOL_FABRIC_PROVIDER: "nonesuch" };
    const error = await workspace.failing(SHORT, { env });
    assert.equal(error.code, "fabric_unavailable");
    assert.equal(error.exitStatus, 10);
    assert.match(error.message, /'nonesuch'/);
    await assertNothingLeft();
  });

  it("device_killed__saves_and_leaves_nothing", async () => {
    const run = workspace.start(LONG);
    const device = await runIsUnderWay();
    const { pid } = await device.call("showDevice", {});
    assert(pid !== null);
    process.kill(pid, "SIGKILL");
    const { exitStatus, saved } = await savedStatus(run);
    assert.equal(exitStatus, 8);
    assert.deepEqual(saved, [{ status: "failed", code: "session_ended" }]);
    await assertNothingLeft();
  });

  for (const [signal, status] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const) {
    it(`${signal}_under_way__saves_and_leaves_nothing`, async () => {
      const run = workspace.start(LONG);
      await runIsUnderWay();
      run.child.kill(signal);
      const { exitStatus, saved } = await savedStatus(run);
      assert.equal(exitStatus, status);
      assert.deepEqual(saved, [{ status: "stopped", code: undefined }]);
      await assertNothingLeft();
    });

    it(`${signal}_while_the_device_starts__leaves_nothing_at_all`, async () => {
      const run = workspace.start(LONG);
      await until("the device starts", async () => {
        const pids = await processesWith("TMPDIR", workspace.path("tmp"));
        return pids.length > 1;
      });
      run.child.kill(signal);
      const { exitStatus, saved } = await savedStatus(run);
      assert.equal(exitStatus, status);
      assert.deepEqual(saved, []);
      await assertNothingLeft();
    });
  }

  it("SIGKILL_of_the_client_under_way__leaves_nothing", async () => {
    const run = workspace.start(LONG);
    await runIsUnderWay();
    run.child.kill("SIGKILL");
    await run.outcome;
    await assertNothingLeft();
  });

  it("SIGKILL_of_the_client_while_the_device_starts__leaves_nothing", async () => {
    const run = workspace.start(LONG);
    await until("the device has its directory", async () => {
      const directories = await readdir(workspace.path("tmp"));
      return directories.length > 0;
    });
    run.child.kill("SIGKILL");
    await run.outcome;
    await assertNothingLeft();
  });
});
