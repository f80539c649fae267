import assert from "node:assert/strict";
import { LiveState } from "../../../src/ui/live/state.js";
import { directionSnapshot, jobMeta, jobSnapshot, runMeta, runSnapshot } from "./snapshots.js";

/** 30 reads of 20 µs since the start, 10 of them in the last second. */
const READING = jobSnapshot({
  read: directionSnapshot(Array(30).fill(20_000), Array(10).fill(20_000)),
  inFlight: 4,
});

function stateAfter(seconds: number, jobs = [READING], meta = runMeta()): LiveState {
  const state = new LiveState(meta);
  state.feed(runSnapshot(seconds, jobs));
  return state;
}

describe("LiveState", () => {
  it("frame__before_the_first_snapshot_is_starting", () => {
    const frame = new LiveState(runMeta()).frame();
    assert.equal(frame.phase, "starting");
    assert.equal(frame.remainingSeconds, undefined);
    assert.equal(frame.span, undefined);
    assert.deepEqual(frame.jobs, []);
  });

  it("frame__interval_is_the_last_second", () => {
    const frame = stateAfter(3).frame();
    assert.equal(frame.selection, "interval");
    assert.equal(frame.total.rates.read.iops, 10);
    assert.equal(frame.total.rates.read.bytesPerSecond, 40_960);
    assert.equal(frame.latency.read.count, 10);
  });

  it("frame__cumulative_is_the_whole_run_without_its_ramp", () => {
    const meta = runMeta({ jobs: [jobMeta({ rampSeconds: 1 })] });
    const state = stateAfter(3, [READING], meta);
    state.select("cumulative");
    assert.equal(state.frame().latency.read.count, 30);
    assert.equal(state.frame().total.rates.read.iops, 15);
  });

  it("frame__a_job_that_ended_keeps_its_rate", () => {
    const state = stateAfter(3);
    state.select("cumulative");
    state.feed(runSnapshot(10, [{ ...READING, threadsRunning: 0, inFlight: 0 }]));
    assert.equal(state.frame().jobs[0]?.rates.read.iops, 10);
    assert.equal(state.frame().jobs[0]?.note, "ended");
  });

  it("frame__total_sums_jobs_up", () => {
    const writing = jobSnapshot({
      write: { ...directionSnapshot([50_000]), errors: 2 },
      inFlight: 3,
    });
    const meta = runMeta({ jobs: [jobMeta(), jobMeta({ threads: 2, name: "w" })] });
    const { total, jobs } = stateAfter(1, [READING, writing], meta).frame();
    assert.equal(total.rates.read.iops, 10);
    assert.equal(total.rates.write.iops, 1);
    assert.equal(total.inFlight, 7);
    assert.equal(total.errors, 2);
    assert.equal(jobs[1]?.name, "w ×2");
  });

  it("frame__notes_ramp_and_failures", () => {
    const meta = runMeta({ jobs: [jobMeta({ threads: 4 }), jobMeta()] });
    const jobs = [jobSnapshot({ threadsFailed: 3 }), jobSnapshot({ ramping: true })];
    const frame = stateAfter(1, jobs, meta).frame();
    assert.deepEqual(
      frame.jobs.map((job) => job.note),
      ["3 failed", "ramp"],
    );
    assert.equal(frame.phase, "running");
  });

  it("frame__phase_follows_the_run", () => {
    const state = stateAfter(1, [jobSnapshot({ ramping: true })]);
    assert.equal(state.frame().phase, "ramping");
    state.feed(runSnapshot(2, [READING]));
    assert.equal(state.frame().phase, "running");
    state.markStopping();
    assert.equal(state.frame().phase, "stopping");
    state.finish();
    assert.equal(state.frame().phase, "done");
  });

  it("frame__history_grows_once_a_second", () => {
    const state = new LiveState(runMeta());
    for (const seconds of [1, 1.25, 1.5, 2, 2.25]) state.feed(runSnapshot(seconds, [READING]));
    const frame = state.frame();
    assert.deepEqual(frame.p99History.read, [20_000, 20_000]);
    assert.deepEqual(frame.iopsHistory.read, [10, 10]);
    assert.deepEqual(frame.p99History.write, [0, 0]);
  });

  it("togglePause__freezes_the_frame_until_let_go", () => {
    const state = stateAfter(1);
    state.togglePause();
    const paused = state.frame();
    assert.equal(paused.paused, true);
    state.feed(runSnapshot(9, [jobSnapshot()]));
    assert.deepEqual(state.frame(), paused);
    state.togglePause();
    assert.equal(state.frame().elapsedSeconds, 9);
    assert.deepEqual(state.frame().p99History.read, [20_000, 0]);
  });

  it("select__works_while_paused", () => {
    const state = stateAfter(1);
    state.togglePause();
    state.select("cumulative");
    assert.equal(state.frame().latency.read.count, 30);
  });

  it("finish__shows_the_whole_run_and_ends_the_pause", () => {
    const state = stateAfter(3);
    state.togglePause();
    state.finish();
    const { selection, paused, remainingSeconds } = state.frame();
    assert.deepEqual([selection, paused, remainingSeconds], ["cumulative", false, undefined]);
  });

  it("remainingSeconds__by_time", () => {
    const meta = runMeta({ jobs: [jobMeta({ rampSeconds: 2, runtimeSeconds: 30 })] });
    assert.equal(stateAfter(12, [READING], meta).frame().remainingSeconds, 20);
    assert.equal(stateAfter(50, [READING], meta).frame().remainingSeconds, 0);
  });

  it("remainingSeconds__by_bytes_at_the_speed_so_far", () => {
    const expectedBytes = READING.read.bytes * 4;
    const meta = runMeta({ jobs: [jobMeta({ runtimeSeconds: 0, expectedBytes })] });
    assert.equal(stateAfter(5, [READING], meta).frame().remainingSeconds, 15);
  });

  it("remainingSeconds__first_bound_of_a_job_and_last_job_of_a_stage", () => {
    const expectedBytes = READING.read.bytes * 4;
    const both = runMeta({ jobs: [jobMeta({ runtimeSeconds: 30, expectedBytes })] });
    assert.equal(stateAfter(5, [READING], both).frame().remainingSeconds, 15);
    const two = runMeta({
      jobs: [jobMeta({ runtimeSeconds: 30 }), jobMeta({ runtimeSeconds: 60 })],
    });
    assert.equal(stateAfter(5, [READING, READING], two).frame().remainingSeconds, 55);
  });

  it("remainingSeconds__unknown_without_a_bound", () => {
    const meta = runMeta({ jobs: [jobMeta({ runtimeSeconds: 0 })] });
    assert.equal(stateAfter(5, [READING], meta).frame().remainingSeconds, undefined);
  });
});
