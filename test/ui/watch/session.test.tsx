import assert from "node:assert/strict";
import { showVolumeWatch } from "../../../src/ui/watch/session.js";
import type { WatchedStatistics } from "../../../src/ui/watch/statistics.js";
import { until } from "../../support/until.js";
import { FakeStdin, FakeStdout } from "../fake-terminal.js";
import { statistics, VOLUME } from "./statistics.js";

const SHOW_CURSOR = "\u001b[?25h";
const HIDE_CURSOR = "\u001b[?25l";
const GONE = new Error("the volume is gone");

describe("volume watch session", () => {
  let stdout: FakeStdout;
  let stdin: FakeStdin;
  let controller: AbortController;
  let watching: Promise<void>;

  beforeEach(() => {
    stdout = new FakeStdout();
    stdin = new FakeStdin();
    controller = new AbortController();
  });

  // A watch that goes on after a failed assertion would keep the process.
  afterEach(async () => {
    controller.abort();
    await watching.catch(() => undefined);
  });

  function watch(poll: () => Promise<WatchedStatistics> = async () => statistics()) {
    watching = showVolumeWatch({
      volume: VOLUME,
      poll,
      stdout: stdout.asStream(),
      stdin: stdin.asStream(),
      environment: { TERM: "xterm", NO_COLOR: "1" },
      signal: controller.signal,
    });
    return watching;
  }

  /** Answers once, then fails. */
  function failingPoll(): () => Promise<WatchedStatistics> {
    let polls = 0;
    return async () => {
      polls += 1;
      if (polls > 1) throw GONE;
      return statistics();
    };
  }

  /** Ink writes at most some thirty times a second. */
  async function shown(pattern: RegExp): Promise<void> {
    await until(`${pattern} on the terminal`, () => pattern.test(stdout.text));
  }

  function assertClean(): void {
    assert.ok(stdout.text.lastIndexOf(SHOW_CURSOR) > stdout.text.lastIndexOf(HIDE_CURSOR));
    assert.notEqual(stdin.rawModes.at(-1), true);
    assert.equal(stdin.listenerCount("readable"), 0);
    assert.equal(stdout.listenerCount("resize"), 0);
  }

  it("q__ends_the_watch_and_leaves_the_last_frame", async () => {
    void watch();
    await stdin.press("q");
    await watching;
    assert.match(stdout.text, /volume scratch/);
    assert.ok(!/quit/.test(stdout.text.slice(stdout.text.lastIndexOf("volume scratch"))));
    assert.ok(!/\p{Cc}\[[\d;]+m/u.test(stdout.text));
    assertClean();
  });

  it("q__does_not_wait_for_an_answer", async () => {
    let polls = 0;
    void watch(async () => {
      polls += 1;
      if (polls === 1) return statistics();
      void stdin.press("q");
      return new Promise(() => undefined);
    });
    await watching;
    assertClean();
  });

  it("ctrl_c__ends_the_watch_as_q_does", async () => {
    void watch();
    await stdin.press("\u0003");
    await watching;
    assertClean();
  });

  it("signal__ends_the_watch_quietly", async () => {
    void watch();
    await shown(/volume scratch/);
    controller.abort(new Error("terminated"));
    await watching;
    assertClean();
  });

  it("signal__before_the_first_answer_leaves_the_terminal_alone", async () => {
    controller.abort();
    await watch();
    assert.equal(stdout.text, "");
  });

  it("poll__failing_ends_the_watch_and_is_thrown", async () => {
    await assert.rejects(watch(failingPoll()), GONE);
    assert.match(stdout.text, /volume scratch/);
    assertClean();
  });

  it("poll__failing_at_once_draws_nothing", async () => {
    await assert.rejects(
      watch(() => Promise.reject(GONE)),
      GONE,
    );
    assert.equal(stdout.text, "");
    assert.deepEqual(stdin.rawModes, []);
  });

  it("keys__are_drawn_at_once", async () => {
    void watch();
    await stdin.press("p");
    await shown(/p go on/);
    await stdin.press("t");
    await shown(/t by traffic/);
    await stdin.press("q");
    await watching;
  });

  it("resize__never_clears_the_scrollback", async () => {
    void watch();
    await stdin.press("p");
    stdout.resize(40, 10);
    stdout.resize(120, 40);
    await stdin.press("q");
    await watching;
    assert.ok(stdout.text.includes("\u001b[2;1H\u001b[J"));
    assert.ok(!stdout.text.includes("\u001b[3J"));
    assertClean();
  });
});
