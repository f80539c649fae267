import assert from "node:assert/strict";
import { type BenchEvent, benchEventSchema } from "../../../src/bench/events/event.js";
import { endEvent } from "../../../src/bench/events/events.js";
import { eventMonitor } from "../../../src/bench/events/monitor.js";
import { nativeThread, sampleResult } from "../../bench/result/native-results.js";
import { directionSnapshot, jobSnapshot, runMeta, runSnapshot } from "../../ui/live/snapshots.js";

const JOB = jobSnapshot({ read: { ...directionSnapshot([1000, 3000]), errors: 1 }, inFlight: 4 });

function monitorWithEvents() {
  const events: BenchEvent[] = [];
  return { events, monitor: eventMonitor((event) => events.push(event)) };
}

describe("eventMonitor", () => {
  it("eventMonitor__says_each_stage_and_each_second_once", () => {
    const { events, monitor } = monitorWithEvents();
    for (const stage of [1, 2]) {
      monitor.start(runMeta({ stage, stages: 2 }));
      for (const seconds of [0.5, 1, 1.25, 2]) monitor.update(runSnapshot(seconds, [JOB]));
    }
    const said = events.map((event) =>
      event.event === "interval" ? `${event.stage}:${event.interval}` : event.event,
    );
    assert.deepEqual(said, ["start", "1:1", "1:2", "start", "2:1", "2:2"]);
    for (const event of events) assert.deepEqual(benchEventSchema.parse(event), event);
  });

  it("eventMonitor__an_interval_has_the_figures_of_the_second", () => {
    const { events, monitor } = monitorWithEvents();
    monitor.start(runMeta());
    const gates = [{ text: "iops>1", state: "kept", value: "2" } as const];
    monitor.update(runSnapshot(1, [JOB]), gates);
    const interval = events.find((event) => event.event === "interval");
    assert.deepEqual(interval?.thresholds, [{ threshold: "iops>1", state: "kept", value: "2" }]);
    const [job] = interval?.jobs ?? [];
    assert.equal(job?.in_flight, 4);
    const { percentile, ...figures } = job?.read ?? {};
    const expected = {
      total_ios: 2,
      io_bytes: 8192,
      max: 3000,
      iops: 2,
      bw_bytes: 8192,
      errors: 1,
    };
    assert.deepEqual(figures, expected);
    assert.equal(percentile?.["50.000000"], 1000);
    assert.equal(job?.write.percentile, undefined);
  });

  it("endEvent__has_the_outcome_and_where_it_is_kept", () => {
    const error = { code: "io_failed", message: "bad" };
    const result = sampleResult([nativeThread([1])], {}, { status: "failed", error });
    const event = endEvent(result, ["/a.json"], new Date(0));
    assert.deepEqual(benchEventSchema.parse(event), event);
    assert.deepEqual([event.status, event.error, event.saved_in], ["failed", error, ["/a.json"]]);
  });
});
