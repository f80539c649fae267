import assert from "node:assert/strict";
import type { LiveSession } from "../../../src/ui/live/session.js";
import { startLiveView } from "../../../src/ui/live/session.js";
import { FakeStdin, FakeStdout } from "../fake-terminal.js";
import { directionSnapshot, jobSnapshot, runMeta, runSnapshot } from "./snapshots.js";

const SHOW_CURSOR = "\u001b[?25h";
const HIDE_CURSOR = "\u001b[?25l";
const SNAPSHOT = runSnapshot(1, [jobSnapshot({ read: directionSnapshot([1000, 2000]) })]);

describe("live session", () => {
  let stdout: FakeStdout;
  let stdin: FakeStdin;
  let stops: string[];
  let session: LiveSession;

  beforeEach(() => {
    stdout = new FakeStdout();
    stdin = new FakeStdin();
    stops = [];
    session = startLiveView({
      stdout: stdout.asStream(),
      stdin: stdin.asStream(),
      color: false,
      meta: runMeta(),
      onStop: (reason) => stops.push(reason),
    });
  });

  afterEach(() => session.finish());

  it("finish__leaves_the_whole_run_and_a_clean_terminal", async () => {
    session.update(SNAPSHOT);
    await session.finish();
    assert.match(stdout.text, /2 reads, whole run/);
    assert.match(stdout.text, /1s {2}done/);
    assert.ok(stdout.text.lastIndexOf(SHOW_CURSOR) > stdout.text.lastIndexOf(HIDE_CURSOR));
    assert.notEqual(stdin.rawModes.at(-1), true);
    assert.equal(stdin.listenerCount("readable"), 0);
    assert.equal(stdout.listenerCount("resize"), 0);
  });

  it("finish__never_clears_the_scrollback", async () => {
    session.update(SNAPSHOT);
    stdout.resize(60, 16);
    stdout.resize(100, 10);
    await session.finish();
    assert.ok(!stdout.text.includes("\u001b[3J"));
  });

  it("resize__erases_the_screen_before_the_next_frame", async () => {
    session.update(SNAPSHOT);
    stdout.resize(60, 16);
    await session.finish();
    const [before = "", after = ""] = stdout.text.split("\u001b[2;1H\u001b[J");
    assert.ok(!before.includes("read/s"));
    assert.match(after, /read\/s/);
  });

  it("keys__q_and_ctrl_c_ask_to_stop", async () => {
    await stdin.press("q");
    await stdin.press("\u0003");
    assert.deepEqual(stops, ["key", "SIGINT"]);
    session.update(SNAPSHOT);
    await session.finish();
  });

  it("keys__reading_them_ends_with_the_session", async () => {
    await stdin.press("p");
    assert.deepEqual(stdin.rawModes, [true]);
    await session.finish();
    assert.deepEqual(stdin.rawModes, [true, false]);
  });

  it("nextStage__starts_over_with_the_new_jobs", async () => {
    session.update(SNAPSHOT);
    session.nextStage(runMeta({ stage: 2, stages: 2 }));
    await session.finish();
    assert.match(stdout.text, /stage 2 of 2/);
  });
});
