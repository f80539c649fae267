/** Load that several processes make together, each as on a host of its own. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { cp, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { mergeStored } from "../../src/bench/result/histogram.js";
import { packageRoot } from "../../src/package.js";
import type { CliProcess } from "../support/cli.js";
import { consoleSteps, Shell } from "../support/console.js";
import { parseResult } from "../support/results.js";
import { until } from "../support/until.js";
import { type ServedDevice, Workspace } from "../support/workspace.js";

const readyLine = z.object({ name: z.string(), address: z.string(), fingerprint: z.string() });
type Ready = z.infer<typeof readyLine>;

const identity = z.object({ fingerprint: z.string() });

const JOB = ["--rw", "randread", "--size", "1m", "--iodepth", "4", "--numjobs", "2"];
const ENDLESS = [...JOB, "--time-based", "--runtime", "60"];
/** "Within seconds": far below the job's runtime, and enough for a busy machine. */
const SECONDS_MS = 15_000;

interface Worker extends CliProcess {
  ready: Ready;
}

/** With `--json`, so that its line can be read. */
async function startWorker(host: Workspace, argv: readonly string[]): Promise<Worker> {
  const started = host.start([...argv, "--json"], { deadlineMs: 60_000 });
  let said = "";
  started.child.stdout?.on("data", (piece: Buffer) => {
    said += piece.toString();
  });
  const line = await until("the worker is ready", () => said.includes("\n") && said);
  return { ...started, ready: readyLine.parse(JSON.parse(line)) };
}

async function configure(workspace: Workspace, workers: readonly Worker[]): Promise<void> {
  await mkdir(workspace.path("config", "memvol"), { recursive: true });
  const known = JSON.stringify({ workers: workers.map(({ ready }) => ready) });
  await writeFile(workspace.path("config", "memvol", "config.yaml"), known);
}

describe("bench run --workers", function () {
  this.timeout(60_000);
  let workspace: Workspace;
  let hosts: Workspace[];
  let device: ServedDevice;
  let workers: Worker[];
  beforeEach(async () => {
    workspace = await Workspace.make();
    hosts = await Promise.all([Workspace.make(), Workspace.make()]);
    device = await workspace.serve("--memory", "8MiB");
    const { fingerprint } = identity.parse(
      await workspace.json(["identity", "create", "coordinator"]),
    );
    workers = await Promise.all(
      hosts.map((host, index) => serve(host, "ab"[index] ?? "", fingerprint)),
    );
    await configure(workspace, workers);
  });
  afterEach(async () => {
    await Promise.all([workspace, ...hosts].map((one) => one.remove()));
  });

  async function serve(host: Workspace, name: string, trusted: string): Promise<Worker> {
    await host.json(["identity", "create", name]);
    const argv = ["bench", "worker", "--listen", "127.0.0.1:0", "--trust", trusted];
    return startWorker(host, argv);
  }

  const run = (...flags: string[]) =>
    workspace.start(["bench", "run", "--device", device.socket, "--workers", "a,b", ...flags]);

  async function sessionsAreOpen(): Promise<void> {
    await until("every clone of both workers has a session", async () => {
      const { sessions } = await device.client.call("showDevice", {});
      return sessions === 4;
    });
  }

  it("both__make_the_load_and_are_put_together_by_counts", async () => {
    const { stdout, stderr, exitStatus } = await run(...JOB, "--number-ios", "200", "--json")
      .outcome;
    assert.equal(exitStatus, 0, stderr);
    const { jobs, memvol } = parseResult(JSON.parse(stdout.toString()));
    assert.deepEqual(
      memvol.workers.map(({ name, error }) => [name, error]),
      [
        ["a", null],
        ["b", null],
      ],
    );
    // A row for each clone, of both workers together.
    assert.equal(jobs.length, 2);
    for (const [clone, row] of jobs.entries()) {
      const shares = memvol.workers.map((worker) => worker.jobs[clone]);
      assert.equal(row.read.total_ios, 400);
      assert.deepEqual(
        shares.map((share) => share?.read.total_ios),
        [200, 200],
      );
      const histograms = shares.flatMap((share) => share?.read.memvol.service_ns.histogram ?? []);
      const merged = mergeStored(histograms);
      const { percentile = {}, max } = row.read.memvol.service_ns;
      assert.equal(percentile["99.000000"], Math.min(merged.getValueAtPercentile(99), max));
      assert.equal(max, Math.max(...shares.map((share) => share?.read.memvol.service_ns.max ?? 0)));
    }
    const seeds = jobs.flatMap((row) => row.memvol.seeds);
    assert.equal(new Set(seeds).size, 4);
    assert.deepEqual(
      memvol.series.map(({ worker }) => worker),
      ["a", "b"],
    );
    // On one host the clock is the same: what is not known of it is half of a round trip.
    for (const { clock_error_ns } of memvol.workers) assert(clock_error_ns > 0);
  });

  it("text__has_rows_for_each_host", async () => {
    const { stdout } = await run("--rw", "randread", "--size", "64k").outcome;
    assert.match(stdout.toString(), /^ {2}a +job +read .+\n {2}b +job +read /m);
    assert.match(stdout.toString(), /2 workers started within .+ of one instant/);
  });

  it("worker_killed__is_named_and_the_rest_is_saved", async () => {
    const running = run(...JOB, "--time-based", "--runtime", "6", "--events");
    let said = "";
    running.child.stdout?.on("data", (piece: Buffer) => {
      said += piece.toString();
    });
    // Before that, what is lost keeps the run from starting.
    await until("all have started", () => said.includes('"event":"start"'), SECONDS_MS);
    workers[1]?.child.kill("SIGKILL");
    const { exitStatus, stdout } = await running.outcome;
    assert.equal(exitStatus, 8);
    const { event, error } = JSON.parse(stdout.toString().trim().split("\n").at(-1) ?? "");
    assert.equal(event, "end");
    assert.equal(error.code, "worker_lost");
    assert.match(error.message, /worker 'b' is lost/);
    const [saved] = await workspace.savedResults();
    const { jobs, memvol } = parseResult(saved);
    assert.equal(memvol.status, "failed");
    assert.deepEqual(
      memvol.workers.map((worker) => [worker.name, worker.error?.code, worker.jobs.length]),
      [
        ["a", undefined, 2],
        ["b", "worker_lost", 0],
      ],
    );
    assert(jobs.every(({ read }) => read.total_ios > 0));
    assert.deepEqual(jobs, memvol.workers[0]?.jobs);
    // The other goes on to serve.
    const again = await workspace.run([
      "bench",
      "run",
      "--device",
      device.socket,
      "--workers",
      "a",
      ...JOB,
      "--number-ios",
      "9",
    ]);
    assert.equal(again.exitStatus, 0, again.stderr);
  });

  it("coordinator_interrupted__all_stop_and_the_partial_result_is_saved", async () => {
    const running = run(...ENDLESS);
    await sessionsAreOpen();
    const since = performance.now();
    running.child.kill("SIGINT");
    assert.equal((await running.outcome).exitStatus, 130);
    assert(performance.now() - since < SECONDS_MS);
    const { sessions } = await device.client.call("showDevice", {});
    assert.equal(sessions, 0);
    const [saved] = await workspace.savedResults();
    const { memvol } = parseResult(saved);
    assert.equal(memvol.status, "stopped");
    assert(memvol.workers.every(({ jobs }) => jobs.length === 2));
  });

  it("coordinator_killed__its_workers_end_their_sessions", async () => {
    const running = run(...ENDLESS);
    await sessionsAreOpen();
    running.child.kill("SIGKILL");
    await until("no session is left", async () => {
      const { sessions } = await device.client.call("showDevice", {});
      return sessions === 0;
    });
  });

  it("worker_told_to_stop__ends_in_order", async () => {
    const [worker] = workers;
    worker?.child.kill("SIGTERM");
    assert.equal((await worker?.outcome)?.exitStatus, 0);
  });

  it("what_workers_cannot_do__is_refused_before_anything_runs", async () => {
    const base = ["bench", "run", "--workers", "a,b", ...JOB];
    const alone = await workspace.failing(base);
    assert.equal(alone.code, "usage");
    assert.match(alone.message, /out of other hosts' reach/);
    const unknown = await workspace.failing([...base.slice(0, 3), "a,c", ...JOB]);
    assert.equal(unknown.code, "worker_not_found");
    assert.match(unknown.message, /no worker 'c'; known are: a, b/);
    const verify = await workspace.failing([...base, "--device", device.socket, "--verify", "md5"]);
    assert.match(verify.message, /verifies/);
  });
});

describe("docs/bench-workers.md", () => {
  const page = readFileSync(join(packageRoot(), "docs", "bench-workers.md"), "utf8");
  let all: { you: Workspace; a: Workspace; b: Workspace };
  before(async () => {
    const [you, a, b] = await Promise.all([Workspace.make(), Workspace.make(), Workspace.make()]);
    all = { you, a, b };
  });
  after(() => Promise.all(Object.values(all).map((one) => one.remove())));

  it("commands__work_one_after_the_other", async function () {
    this.timeout(60_000);
    const { you } = all;
    const device = await you.serve("--memory", "64MiB");
    const folder = you.path("project");
    await cp(join(packageRoot(), "bench-profiles"), join(folder, "bench-profiles"), {
      recursive: true,
    });
    const shell = await Shell.in(you, folder);
    const steps = consoleSteps(page);
    assert.equal(steps.length, 7, "the page has lost its commands");
    const workers: Worker[] = [];
    for (const { prompt, command } of steps) {
      assert(prompt === "you" || prompt === "a" || prompt === "b", command);
      if (command.endsWith(" &")) {
        const { fingerprint } = identity.parse(await you.json(["identity", "show"]));
        const line = command.replace("$YOU", fingerprint).replace(/192\.0\.2\.\d/, "127.0.0.1:0");
        workers.push(await startWorker(all[prompt], line.split(" ").slice(1, -1)));
        await configure(you, workers);
      } else if (prompt === "you") {
        const { status, stderr } = await shell.run(command.replace("lab", device.socket));
        assert.equal(status, 0, `${command}\n${stderr}`);
      } else {
        await all[prompt].json(command.split(" ").slice(1));
      }
    }
  });
});
