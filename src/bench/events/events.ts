/** Events from what a monitor is told, and from the result. */
import type { DirectionSnapshot, RunSnapshot } from "../../binding/native-run.js";
import { byDirection } from "../../directions.js";
import type { GateStanding } from "../gates/standing.js";
import type { RunResult } from "../result/result.js";
import { toSampleDirection } from "../result/series.js";
import type { RunMeta } from "../run/meta.js";
import type { EndEvent, IntervalEvent, StartEvent } from "./event.js";

export function startEvent(meta: RunMeta, time: Date): StartEvent {
  const { title, target, stage, stages, jobs } = meta;
  return {
    event: "start",
    time: time.toISOString(),
    stage,
    stages,
    profile: title,
    target,
    jobs: jobs.map(({ name, worker, threads, rampSeconds, runtimeSeconds, expectedBytes }) => ({
      job: name,
      worker,
      threads,
      ramp_seconds: rampSeconds,
      runtime_seconds: runtimeSeconds,
      expected_bytes: expectedBytes,
    })),
  };
}

export interface Interval {
  snapshot: RunSnapshot;
  gates: readonly GateStanding[];
}

export function intervalEvent(meta: RunMeta, interval: Interval, time: Date): IntervalEvent {
  const { snapshot, gates } = interval;
  return {
    event: "interval",
    time: time.toISOString(),
    stage: meta.stage,
    stages: meta.stages,
    interval: snapshot.intervalsCompleted,
    elapsed_ns: snapshot.elapsedNs,
    jobs: snapshot.jobs.map((job, index) => ({
      job: meta.jobs[index]?.name ?? "",
      worker: meta.jobs[index]?.worker ?? null,
      in_flight: job.inFlight,
      ramping: job.ramping,
      ...byDirection((direction) => directionOf(job[direction])),
    })),
    thresholds: gates.map(({ text, state, value }) => ({ threshold: text, state, value })),
  };
}

function directionOf({
  interval,
  errors,
}: DirectionSnapshot): IntervalEvent["jobs"][number]["read"] {
  const perSecond = interval.lengthNs === 0 ? 0 : 1e9 / interval.lengthNs;
  return {
    ...toSampleDirection(interval),
    iops: Math.round(interval.operations * perSecond),
    bw_bytes: Math.round(interval.bytes * perSecond),
    errors,
  };
}

export function endEvent({ memvol }: RunResult, savedIn: readonly string[], time: Date): EndEvent {
  const { id, status, error, thresholds } = memvol;
  return {
    event: "end",
    time: time.toISOString(),
    ...{ id, status, error, thresholds },
    saved_in: [...savedIn],
  };
}
