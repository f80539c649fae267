/** From what a run was asked to do and what came of it to the document that is stored. */
import type { NativeRunResult } from "../../binding/native.js";
import type { Profile } from "../job.js";
import type { RunFacts, RunResult } from "./result.js";
import { type JobRun, rowsOfStage, type StartedJob } from "./rows.js";
import { rampNsOf, toSamples } from "./series.js";

/** One stage that ran: its jobs and the native result. */
export interface StageRun {
  jobs: readonly StartedJob[];
  result: NativeRunResult;
}

/** Where and with what the run was made; the same names as in the document. */
export type Environment = Pick<
  RunFacts,
  | "device"
  | "volume"
  | "fabric"
  | "libfabric_version"
  | "node_version"
  | "cpu"
  | "os_release"
  | "cores_short"
>;

export interface ResultInput {
  id: string;
  memvolVersion: string;
  startedAt: Date;
  finishedAt: Date;
  status: RunFacts["status"];
  /** Why the run is partial; null for a complete one. */
  error: RunFacts["error"];
  environment: Environment;
  profile: Profile;
  /** Warnings beside the profile's own. */
  warnings: readonly string[];
  /** The stages that ran, in order; those never reached are left out. */
  stages: readonly StageRun[];
}

/** The document. Throws if a native result does not have one entry for each job. */
export function buildResult(input: ResultInput): RunResult {
  const { profile, finishedAt, environment } = input;
  const stages = input.stages.map(jobRunsOf);
  const elapsedNs = input.stages.reduce((sum, stage) => sum + stage.result.elapsedNs, 0);
  return {
    "memvol version": input.memvolVersion,
    timestamp: Math.floor(finishedAt.getTime() / 1000),
    timestamp_ms: finishedAt.getTime(),
    time: ctime(finishedAt),
    "global options": profile.globalOptions,
    jobs: stages.flatMap((runs, stage) => rowsOfStage(runs, stage, elapsedNs)),
    memvol: {
      schema_version: 1,
      id: input.id,
      status: input.status,
      error: input.error,
      started_at: input.startedAt.toISOString(),
      finished_at: finishedAt.toISOString(),
      ...environment,
      profile: { name: profile.name, text: profile.text },
      warnings: [...profile.warnings, ...input.warnings],
      thresholds: [],
      series: stages.flatMap((runs, stage) =>
        runs.map(({ job, result }) => ({
          jobname: job.name,
          groupid: stage,
          ramp_ns: rampNsOf(job),
          samples: toSamples(result.intervals),
        })),
      ),
    },
  };
}

function jobRunsOf({ jobs, result }: StageRun): JobRun[] {
  return jobs.map((started, index) => {
    const jobResult = result.jobs[index];
    if (jobResult === undefined) throw new Error(`no native result for job '${started.job.name}'`);
    return { ...started, result: jobResult };
  });
}

/** `Mon Nov  3 21:31:34 2025`, in local time. */
function ctime(date: Date): string {
  const [weekday, month] = date.toString().split(" ");
  const day = String(date.getDate()).padStart(2);
  const clock = [date.getHours(), date.getMinutes(), date.getSeconds()]
    .map((part) => String(part).padStart(2, "0"))
    .join(":");
  return `${weekday} ${month} ${day} ${clock} ${date.getFullYear()}`;
}
