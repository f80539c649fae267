/** When jobs and their operations start and end: end to end. */
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import type { RunResult } from "../../src/bench/result/result.js";
import { runnerOnDevice } from "../support/job-runner.js";

describe("the flow of jobs on a real device", () => {
  const runner = runnerOnDevice("--memory", "64MiB");
  const run = (lines: string[], ...flags: string[]) => runner().run(lines, ...flags);

  it("wait_for__starts_when_the_other_has_ended_and_loops_repeat", async () => {
    const lines = ["[a]", "rw=write", "size=64k", "rate_iops=200", "[b]", "wait_for=a"];
    const { jobs, memvol } = await run([...lines, "rw=read", "size=64k", "loops=3"]);
    assert.equal(jobs[1]?.read.total_ios, 48);
    const [first, second] = memvol.series.map(({ samples }) => samples.at(-1)?.end_ns ?? 0);
    // Sixteen operations at 200 a second take 75 ms.
    assert((first ?? 0) >= 75e6 && (second ?? 0) > (first ?? 0), `${first} and ${second} ns`);
  });

  it("exitall__one_job_s_end_ends_its_group", async () => {
    const lines = ["[a]", "rw=read", "size=64k", "exitall", "[b]", "rw=randread", "size=1m"];
    const { jobs } = await run([...lines, "time_based", "runtime=1h"]);
    assert.equal(jobs[0]?.read.total_ios, 16);
    assert.equal(jobs[1]?.error, 0);
  });

  it("exit_what__says_whether_later_stages_come", async () => {
    const lines = ["[a]", "rw=read", "size=64k", "exitall", "[b]", "rw=randread", "size=1m"];
    const endless = ["new_group", "time_based", "runtime=1h", "[c]", "stonewall", "size=64k"];
    const stages = async (what: string) => {
      const { jobs } = await run([
        lines[0] ?? "",
        `exit_what=${what}`,
        ...lines.slice(1),
        ...endless,
      ]);
      return jobs.map(({ jobname }) => jobname);
    };
    assert.deepEqual(await stages("stonewall"), ["a", "b", "c"]);
    assert.deepEqual(await stages("all"), ["a", "b"]);
  });

  it("rate__that_the_device_cannot_reach_is_said_in_words", async () => {
    const lines = ["[j]", "rw=randread", "size=1m", "rate_iops=50m", "rate_process=poisson"];
    const file = runner().workspace.path("fast.fio");
    await writeFile(file, `${[...lines, "time_based", "runtime=200ms"].join("\n")}\n`);
    const argv = ["bench", "run", file, "--device", runner().device.socket];
    const { stdout, exitStatus } = await runner().workspace.run(argv);
    assert.equal(exitStatus, 0);
    assert.match(
      stdout.toString(),
      /^j: reads: target rate not reached: [\d,]+ of 1\d,\d{3},\d{3} operations that were due/m,
    );
    const results = (await runner().workspace.savedResults()).map((result) => result as RunResult);
    const row = results.find(({ memvol }) => memvol.profile.name === "fast.fio")?.jobs[0];
    assert.equal(row?.read.memvol.rate_reached, false);
    assert(row.read.memvol.dropped_arrivals > 1e6 && row.read.memvol.backlog_max > 1e6);
  });

  it("max_latency__fails_the_run_with_a_code_of_its_own", async () => {
    const argv = ["bench", "run", "--rw", "randread", "--size", "1m", "--max-latency", "1us"];
    const error = await runner().workspace.failing([...argv, "--device", runner().device.socket]);
    assert.equal(error.code, "limit_exceeded");
    assert.equal(error.exitStatus, 8);
    assert.match(error.message, /longer than the job's max_latency of 1000 ns/);
  });

  it("latency_target__the_depth_found_is_in_the_result", async () => {
    const lines = ["[j]", "rw=randread", "size=1m", "iodepth=16", "latency_target=10s"];
    const { jobs } = await run([...lines, "latency_window=50ms", "time_based", "runtime=1h"]);
    assert.deepEqual(jobs[0]?.memvol.latency_depths, [16]);
  });
});
