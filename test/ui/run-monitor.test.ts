import assert from "node:assert/strict";
import { createMonitor, type MonitorKind, monitorKindFor } from "../../src/ui/run-monitor.js";
import { FakeStdin, FakeStdout } from "./fake-terminal.js";
import { directionSnapshot, jobSnapshot, runMeta, runSnapshot } from "./live/snapshots.js";

const JOB = jobSnapshot({ read: directionSnapshot([1000, 2000]) });

async function monitorOf(kind: MonitorKind, environment: NodeJS.ProcessEnv = {}) {
  const [stdout, stderr] = [new FakeStdout(), new FakeStdout()];
  const monitor = await createMonitor(kind, {
    stdout: stdout.asStream(),
    stderr: stderr.asStream(),
    stdin: new FakeStdin().asStream(),
    environment,
    onStop: () => assert.fail("nobody stopped the run"),
  });
  return { monitor, stdout, stderr };
}

describe("run monitor", () => {
  it("monitorKindFor__draws_only_on_a_terminal_that_can", () => {
    assert.equal(monitorKindFor({ isTTY: true }, { TERM: "xterm" }), "live");
    assert.equal(monitorKindFor({ isTTY: true }, { TERM: "dumb" }), "lines");
    assert.equal(monitorKindFor({ isTTY: true }, { TERM: "xterm", CI: "true" }), "lines");
    assert.equal(monitorKindFor({ isTTY: true }, { TERM: "xterm", CI: "false" }), "live");
    assert.equal(monitorKindFor({}, { TERM: "xterm" }), "lines");
  });

  it("lines__are_one_a_second_on_standard_error", async () => {
    const { monitor, stdout, stderr } = await monitorOf("lines");
    monitor.start(runMeta());
    for (const seconds of [0.5, 1, 1.5, 2, 2.5]) monitor.update(runSnapshot(seconds, [JOB]));
    await monitor.finish();
    const lines = stderr.text.trimEnd().split("\n");
    assert.deepEqual(
      lines.map((line) => line.slice(0, 10)),
      ["1s  read 2", "2s  read 2"],
    );
    assert.equal(stdout.text, "");
  });

  it("lines__name_the_stage_where_there_are_several", async () => {
    const { monitor, stderr } = await monitorOf("lines");
    for (const stage of [1, 2]) {
      monitor.start(runMeta({ stage, stages: 2 }));
      monitor.update(runSnapshot(1, [JOB]));
    }
    const lines = stderr.text.trimEnd().split("\n");
    assert.equal(lines[0], "stage 1 of 2");
    assert.equal(lines[2], "stage 2 of 2");
    assert.equal(lines.length, 4);
  });

  it("silent__writes_nothing_and_wants_no_snapshots", async () => {
    const { monitor, stdout, stderr } = await monitorOf("silent");
    assert.equal(monitor.intervalMs, undefined);
    monitor.start(runMeta());
    monitor.update(runSnapshot(1, [JOB]));
    await monitor.finish();
    assert.equal(stdout.text + stderr.text, "");
  });

  it("live__draws_on_standard_output_in_color", async () => {
    const { monitor, stdout, stderr } = await monitorOf("live", { TERM: "xterm" });
    assert.equal(monitor.intervalMs, 1000);
    monitor.start(runMeta());
    monitor.update(runSnapshot(1, [JOB]));
    await monitor.finish();
    assert.match(stdout.text, /2 reads, whole run/);
    assert.ok(stdout.text.includes("\u001b[36m"));
    assert.equal(stderr.text, "");
  });

  it("live__respects_no_color", async () => {
    const { monitor, stdout } = await monitorOf("live", { TERM: "xterm", NO_COLOR: "1" });
    monitor.start(runMeta());
    monitor.update(runSnapshot(1, [JOB]));
    await monitor.finish();
    assert.ok(!/\p{Cc}\[[\d;]+m/u.test(stdout.text));
  });

  it("live__without_a_stage_leaves_the_terminal_alone", async () => {
    const { monitor, stdout } = await monitorOf("live");
    await monitor.finish();
    assert.equal(stdout.text, "");
  });
});
