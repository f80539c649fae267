import assert from "node:assert/strict";
import { parseGate } from "../../../src/bench/gates/gate.js";
import { standingOf } from "../../../src/bench/gates/live.js";
import { watchGates } from "../../../src/bench/gates/monitor.js";
import type { GateStanding } from "../../../src/bench/gates/standing.js";
import type { RunMonitor } from "../../../src/bench/run/monitor.js";
import {
  directionSnapshot,
  jobMeta,
  jobSnapshot,
  runMeta,
  runSnapshot,
} from "../../ui/live/snapshots.js";

/** 1 to 1000 µs. */
const SPREAD = Array.from({ length: 1000 }, (_, index) => (index + 1) * 1000);
const JOB = jobSnapshot({ read: directionSnapshot(SPREAD) });

function standing(text: string, jobs = [JOB], meta = runMeta()): GateStanding {
  return standingOf(parseGate(text), meta, runSnapshot(2, jobs));
}

describe("standingOf", () => {
  it("standingOf__rates_are_by_the_measured_time", () => {
    assert.deepEqual(standing("iops>=500"), { text: "iops>=500", state: "kept", value: "500" });
    const meta = runMeta({ jobs: [jobMeta({ rampSeconds: 1 })] });
    assert.equal(standing("iops>=501", [JOB], meta).value, "1.00k");
    assert.equal(standing("iops>=501").state, "missed");
  });

  it("standingOf__a_percentile_of_the_snapshot_is_exact", () => {
    assert.equal(standing("read.lat.p99<=990us").state, "kept");
    assert.equal(standing("read.lat.p99<990us").state, "missed");
    assert.equal(standing("read.service.max<=1ms").value, "1.00 ms");
  });

  it("standingOf__another_percentile_is_open_between_those_around_it", () => {
    assert.equal(standing("lat.p75<500us").state, "missed");
    assert.equal(standing("lat.p75<901us").state, "kept");
    const between = standing("lat.p75<700us");
    assert.deepEqual([between.state, between.value], ["open", "≈ 900 µs"]);
  });

  it("standingOf__a_percentile_of_several_jobs_is_between_theirs", () => {
    const jobs = [JOB, jobSnapshot({ read: directionSnapshot(SPREAD.map((ns) => 2 * ns)) })];
    const meta = runMeta({ jobs: [jobMeta(), jobMeta()] });
    assert.equal(standing("lat.p50<500us", jobs, meta).state, "missed");
    assert.equal(standing("lat.p50<800us", jobs, meta).state, "open");
    assert.equal(standing("lat.p50<=1ms", jobs, meta).state, "kept");
  });

  it("standingOf__response_times_under_a_rate_are_told_at_the_end", () => {
    const meta = runMeta({ jobs: [jobMeta({ rated: true })] });
    assert.deepEqual(standing("lat.max<1us", [JOB], meta).state, "open");
    assert.deepEqual(standing("service.max<1us", [JOB], meta).state, "missed");
  });

  it("standingOf__a_job_of_another_stage_is_open", () => {
    assert.equal(standing("other:errors==0").state, "open");
  });

  it("standingOf__nothing_completed_is_open", () => {
    assert.equal(standing("write.lat.p99<1ms").state, "open");
    assert.equal(standing("iops>1", [jobSnapshot({ ramping: true })]).state, "open");
  });
});

describe("watchGates", () => {
  interface Watched {
    monitor: RunMonitor;
    missed: string[];
    shown: (readonly GateStanding[] | undefined)[];
  }

  function watched(texts: string[], stages = 1): Watched {
    const missed: string[] = [];
    const shown: Watched["shown"] = [];
    const inner: RunMonitor = {
      intervalMs: undefined,
      start: () => undefined,
      update: (_, gates) => shown.push(gates),
      finish: async () => undefined,
    };
    const onMissed = (gates: readonly { text: string }[]) =>
      missed.push(...gates.map(({ text }) => text));
    const monitor = watchGates(inner, { gates: texts.map(parseGate), onMissed });
    monitor.start(runMeta({ stages }));
    return { monitor, missed, shown };
  }

  it("watchGates__looks_every_second_where_nobody_watches_and_the_run_may_end", () => {
    assert.equal(watched(["errors==0"]).monitor.intervalMs, 1000);
  });

  it("watchGates__hands_the_standings_on", () => {
    const { monitor, shown } = watched(["errors==0"]);
    monitor.update(runSnapshot(1, [JOB]));
    assert.deepEqual(shown, [[{ text: "errors==0", state: "kept", value: "0" }]]);
  });

  it("watchGates__a_job_that_has_ended_keeps_its_last_rate", () => {
    const { monitor, shown } = watched(["iops>1"]);
    monitor.update(runSnapshot(2, [JOB]));
    monitor.update(runSnapshot(3, [{ ...JOB, threadsRunning: 0 }]));
    assert.deepEqual(shown[1], [{ text: "iops>1", state: "kept", value: "500" }]);
  });

  it("watchGates__what_cannot_recover_ends_the_run_at_once_and_only_once", () => {
    const { monitor, missed } = watched(["errors==0"]);
    const failing = jobSnapshot({ read: { ...directionSnapshot(SPREAD), errors: 1 } });
    for (const seconds of [1, 2]) monitor.update(runSnapshot(seconds, [failing]));
    assert.deepEqual(missed, ["errors==0"]);
  });

  it("watchGates__what_can_recover_ends_it_after_three_seconds_on_end", () => {
    const { monitor, missed } = watched(["read.lat.p99<10us"]);
    const good = jobSnapshot({ read: directionSnapshot([1000]) });
    for (const seconds of [1, 2]) monitor.update(runSnapshot(seconds, [JOB]));
    monitor.update(runSnapshot(3, [good]));
    for (const seconds of [4, 5, 5.5]) monitor.update(runSnapshot(seconds, [JOB]));
    assert.deepEqual(missed, []);
    monitor.update(runSnapshot(6, [JOB]));
    assert.deepEqual(missed, ["read.lat.p99<10us"]);
  });

  it("watchGates__a_count_that_is_still_to_be_reached_ends_nothing", () => {
    const { monitor, missed } = watched(["ios>1M"]);
    for (const seconds of [1, 2, 3, 4, 5]) monitor.update(runSnapshot(seconds, [JOB]));
    assert.deepEqual(missed, []);
  });

  it("watchGates__a_rate_of_all_jobs_can_be_kept_by_a_later_stage", () => {
    const { monitor, missed } = watched(["iops>1M", "mixed:iops>1M"], 2);
    for (const seconds of [1, 2, 3]) monitor.update(runSnapshot(seconds, [JOB]));
    assert.deepEqual(missed, ["mixed:iops>1M"]);
  });
});
