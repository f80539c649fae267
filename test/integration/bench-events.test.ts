/** The events of real runs, also of one that is interrupted. */
import assert from "node:assert/strict";
import { type BenchEvent, benchEventSchema } from "../../src/bench/events/event.js";
import { parseResult } from "../support/results.js";
import { until } from "../support/until.js";
import { Workspace } from "../support/workspace.js";

const LOAD = ["--rw", "randread", "--size", "1m", "--time-based"];

function eventsIn(stdout: string): BenchEvent[] {
  const lines = stdout.trim().split("\n");
  return lines.map((line) => benchEventSchema.parse(JSON.parse(line)));
}

describe("memvol bench run --events", () => {
  let workspace: Workspace;
  before(async () => {
    workspace = await Workspace.make();
  });
  after(() => workspace.remove());

  it("events__start_an_interval_each_second_and_end", async () => {
    const argv = [
      "bench",
      "run",
      ...LOAD,
      "--runtime",
      "2",
      "--threshold",
      "errors==0",
      "--events",
    ];
    const { stdout, stderr, exitStatus } = await workspace.run(argv);
    assert.deepEqual([exitStatus, stderr], [0, ""]);
    const [start, ...others] = eventsIn(stdout.toString());
    const end = others.pop();
    assert.equal(start?.event, "start");
    assert(end?.event === "end");
    assert.deepEqual([end.status, end.thresholds[0]?.passed], ["completed", true]);
    const numbers = others.map((event) => event.event === "interval" && event.interval);
    assert.deepEqual(numbers.slice(0, 1), [1]);
    assert.equal(new Set(numbers).size, numbers.length);
    const [saved] = await workspace.savedResults();
    assert.equal(parseResult(saved).memvol.id, end.id);
  });

  it("events__an_interrupted_run_ends_them_too_and_is_saved", async () => {
    const argv = ["bench", "run", ...LOAD, "--runtime", "600", "--events"];
    const { child, outcome } = workspace.start(argv);
    let said = "";
    child.stdout?.on("data", (piece: Buffer) => {
      said += piece.toString();
    });
    await until("the first interval", () => said.includes('"interval"'));
    child.kill("SIGINT");
    const { stdout, exitStatus, stderr } = await outcome;
    assert.equal(exitStatus, 130, stderr);
    const end = eventsIn(stdout.toString()).at(-1);
    assert(end?.event === "end");
    assert.equal(end.status, "stopped");
    assert.equal(end.saved_in.length, 1);
  });

  it("events__a_run_that_cannot_start_says_none", async () => {
    const argv = ["bench", "run", ...LOAD, "--runtime", "1", "--events", "--device", "none"];
    const { stdout, stderr, exitStatus } = await workspace.run(argv);
    assert.deepEqual([stdout.toString(), exitStatus], ["", 3]);
    assert.match(stderr, /^Error: .*none/);
  });

  it("events__do_not_go_with_another_form_of_stdout", async () => {
    for (const other of [["--json"], ["--format", "csv"]]) {
      const argv = ["bench", "run", ...LOAD, "--runtime", "1", "--events", ...other];
      assert.equal((await workspace.run(argv)).exitStatus, 2, other.join(" "));
    }
  });
});
