/** From what a run was asked to do and what came of it to the document that is stored. */
import type { Profile } from "../job.js";
import type { RunFacts, RunResult, Series } from "./result.js";
import { rowsOfStage } from "./rows.js";
import { rampNsOf, toHeat, toSamples } from "./series.js";
import { jobRunsOf, type StageRun } from "./stage-run.js";
import type { WorkerFacts } from "./workers.js";

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
  /** Those that ran them; none where this process did. */
  workers: readonly WorkerFacts[];
}

/** The document. Throws if a native result does not have one entry for each job. */
export function buildResult(input: ResultInput): RunResult {
  const { profile, finishedAt, environment } = input;
  const elapsedNs = input.stages.reduce((sum, stage) => sum + stageNs(stage), 0);
  const rows = (worker?: string) =>
    input.stages.flatMap((stage, index) => {
      const runs = jobRunsOf(stage, worker);
      return rowsOfStage(runs, index, elapsedNs);
    });
  return {
    "memvol version": input.memvolVersion,
    timestamp: Math.floor(finishedAt.getTime() / 1000),
    timestamp_ms: finishedAt.getTime(),
    time: ctime(finishedAt),
    "global options": profile.globalOptions,
    jobs: rows(),
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
      workers: input.workers.map((facts) => ({ ...facts, jobs: rows(facts.name) })),
      series: input.stages.flatMap(seriesOf),
    },
  };
}

/** Until the last of its parts was over. */
function stageNs({ parts }: StageRun): number {
  return Math.max(0, ...parts.map(({ result }) => result?.elapsedNs ?? 0));
}

function seriesOf({ parts }: StageRun, stage: number): Series[] {
  return parts.flatMap(({ worker, jobs, result }) =>
    jobs.flatMap(({ job }, index) => {
      const measured = result?.jobs[index];
      if (measured === undefined) return [];
      const of = { jobname: job.name, groupid: stage, worker, ramp_ns: rampNsOf(job) };
      return [{ ...of, samples: toSamples(measured.intervals), heat: toHeat(measured.heat) }];
    }),
  );
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
