/** What a monitor is told of a stage: names and expectations, from the stage's specification. */

import type { NativeBlockSizes, NativePattern } from "../../binding/native-pattern.js";
import type { NativeJobSpec } from "../../binding/native-run.js";
import { isPaced } from "../flow.js";
import type { Job } from "../job.js";
import { directionsOf } from "../pattern.js";
import type { StagePart } from "./generator.js";
import type { JobMeta, RunMeta } from "./meta.js";
import type { Target } from "./target.js";

export interface StageMetaInput {
  title: string;
  parts: readonly StagePart[];
  target: Target | null;
  /** From 0. */
  index: number;
  stages: number;
}

export function stageMeta({ title, parts, target, index, stages }: StageMetaInput): RunMeta {
  return {
    title,
    target:
      target === null
        ? null
        : {
            volume: target.volume.name,
            device: target.device.name,
            provider: target.device.fabric.provider,
          },
    engine: engineOf(parts.flatMap(({ spec }) => spec.jobs)),
    stage: index + 1,
    stages,
    jobs: parts.flatMap(({ worker, jobs, spec }) =>
      jobs.flatMap(({ job }, place) => {
        const resolved = spec.jobs[place];
        return resolved === undefined ? [] : [{ worker, ...jobMeta(job, resolved) }];
      }),
    ),
  };
}

/** The one that tells most of what is measured. */
function engineOf(jobs: readonly NativeJobSpec[]): RunMeta["engine"] {
  const used = (["fabric", "file"] as const).find((engine) =>
    jobs.some((job) => job.engine === engine),
  );
  return used ?? "null";
}

function jobMeta(job: Job, spec: NativeJobSpec): Omit<JobMeta, "worker"> {
  return {
    name: job.name,
    threads: spec.threads.length,
    directions: directionsOf(job),
    rated: isPaced(job),
    rampSeconds: spec.rampNs / 1e9,
    runtimeSeconds: spec.runtimeNs / 1e9,
    expectedBytes: expectedBytes(spec) * spec.flow.loops * spec.threads.length,
  };
}

/** By each clone; 0 where nothing but the time bounds it. */
function expectedBytes({ ioSizeBytes, numberIos, pattern }: NativeJobSpec) {
  // A trim and a write of each: both count.
  const kinds = pattern.trims === "before_write" ? 2 : 1;
  if (numberIos === 0) return kinds * ioSizeBytes;
  const byCount = numberIos * meanBlockBytes(pattern);
  return kinds * (ioSizeBytes === 0 ? byCount : Math.min(byCount, ioSizeBytes));
}

function meanBlockBytes({ trims, readPercent, blockSizes }: NativePattern): number {
  if (trims !== "none") return meanOf(blockSizes.trim);
  const share = readPercent / 100;
  return meanOf(blockSizes.read) * share + meanOf(blockSizes.write) * (1 - share);
}

function meanOf({ minBytes, maxBytes, split }: NativeBlockSizes): number {
  if (split.length === 0) return (minBytes + maxBytes) / 2;
  const weight = split.reduce((sum, entry) => sum + entry.weight, 0);
  return split.reduce((sum, entry) => sum + entry.bytes * entry.weight, 0) / weight;
}
