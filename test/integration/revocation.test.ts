/** Runs that lose their access while they are under way, each for another cause. */
import assert from "node:assert/strict";
import type { CliProcess } from "../support/cli.js";
import { until } from "../support/until.js";
import { type ServedDevice, Workspace } from "../support/workspace.js";

const POLICY = 'permit (principal, action in [Action::"read", Action::"write"], resource)';

describe("revocation of a running load test", () => {
  let workspace: Workspace;
  let client: Workspace;
  let device: ServedDevice;
  before(async () => {
    [workspace, client] = await Promise.all([Workspace.make(), Workspace.make()]);
    device = await workspace.serve("--listen", "127.0.0.1:0", "--memory", "64MiB");
    const { listen } = await device.client.call("showDevice", {});
    assert(listen !== null);
    await client.json(["identity", "create", "alice"]);
    const add = ["device", "add", "lab", listen.address, "--yes"];
    await client.json([...add, "--fingerprint", listen.fingerprint]);
    await client.json(["device", "use", "lab"]);
  });
  after(() => Promise.all([workspace.remove(), client.remove()]));
  beforeEach(async () => {
    const { fingerprint } = (await client.json(["identity", "show"])) as { fingerprint: string };
    const body = { fingerprint, groups: [] };
    await device.client.call("trustIdentity", { params: { name: "alice" }, body });
    await device.client.call("createVolume", {
      body: { name: "v", size_bytes: 2 ** 20, if_not_exists: true },
    });
    await device.client.call("setPower", { body: { condition: "mains" } });
  });

  const allow = (condition = "") =>
    device.client.call("putPolicy", {
      params: { id: "p" },
      body: { text: `${POLICY}${condition};` },
    });

  const sessions = () => device.client.call("listSessions", {});

  async function running(): Promise<CliProcess> {
    const job = ["--rw", "randrw", "--size", "1m", "--bs", "4k", "--iodepth", "8", "--time-based"];
    const argv = ["bench", "run", "--volume", "v", "--allow-overwrite", "--json"];
    const run = client.start([...argv, ...job, "--runtime", "25"]);
    await until("the run has a session that works", async () => {
      const [session] = await sessions();
      return (session?.traffic.write.operations ?? 0) > 0;
    });
    return run;
  }

  it("run__goes_as_far_as_its_range_is_granted_and_no_further", async () => {
    const body = { text: `@range("0-64k") ${POLICY};` };
    await device.client.call("putPolicy", { params: { id: "p" }, body });
    const argv = ["bench", "run", "--volume", "v", "--allow-overwrite", "--rw", "write"];
    await client.json([...argv, "--size", "64k", "--numjobs", "2"]);
    const { exitStatus, message } = await client.failing([...argv, "--size", "128k"]);
    assert.equal(exitStatus, 7);
    assert.match(message, /only these bytes may be reached: 0 to 65536/);
  });

  const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();

  interface Cause {
    name: string;
    condition?: string;
    cause(): Promise<unknown>;
    code?: string;
    says: RegExp;
  }
  const CAUSES: Cause[] = [
    {
      name: "policy_deleted",
      cause: () => device.client.call("deletePolicy", { params: { id: "p" } }),
      says: /no longer let 'alice'/,
    },
    {
      name: "power_changed",
      condition: ' when { context.power == "mains" }',
      cause: () => device.client.call("setPower", { body: { condition: "battery" } }),
      says: /\(power: battery\)/,
    },
    {
      name: "window_closed",
      cause: () => allow(` when { context.now < datetime("${inSeconds(2)}") }`),
      says: /no longer let 'alice'/,
    },
    {
      name: "session_ended",
      cause: async () => {
        const [session] = await sessions();
        await device.client.call("endSession", { params: { id: session?.id ?? "" } });
      },
      says: /ended by 'local'/,
    },
    {
      name: "volume_deleted",
      cause: () =>
        device.client.call("deleteVolume", { params: { name: "v" }, query: { force: "true" } }),
      says: /'v' was deleted/,
    },
    {
      name: "identity_revoked",
      cause: () => device.client.call("revokeIdentity", { params: { name: "alice" } }),
      code: "identity_revoked",
      says: /'alice' was revoked/,
    },
  ];
  for (const { name, condition, cause, code = "access_revoked", says } of CAUSES) {
    it(`run__${name}_ends_it_with_the_reason`, async () => {
      await allow(condition);
      const run = await running();
      await cause();
      await until("the session has ended", async () => (await sessions()).length === 0);
      const { stdout, stderr, exitStatus } = await run.outcome;
      assert.equal(exitStatus, 7, stderr);
      const { error } = JSON.parse(stdout.toString());
      assert.equal(error.code, code, error.message);
      assert.match(error.message, says);
      assert.match(stderr, /Saved|saved/, "what was measured is kept");
    });
  }
});
