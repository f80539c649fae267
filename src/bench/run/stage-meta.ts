/** What a monitor is told of a stage: names and expectations, from the stage's specification. */
import type { NativeJobSpec, NativeRunSpec } from "../../binding/native.js";
import type { JobMeta, RunMeta } from "./meta.js";
import type { SeededJob } from "./stage-spec.js";
import type { Target } from "./target.js";

export interface StageMetaInput {
  title: string;
  jobs: readonly SeededJob[];
  spec: NativeRunSpec;
  target: Target | null;
  /** From 0. */
  index: number;
  stages: number;
}

export function stageMeta({ title, jobs, spec, target, index, stages }: StageMetaInput): RunMeta {
  const usesFabric = spec.jobs.some((job) => job.engine === "fabric");
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
    engine: usesFabric ? "fabric" : "null",
    stage: index + 1,
    stages,
    jobs: spec.jobs.map((job, place) => jobMeta(jobs[place]?.job.name ?? "", job)),
  };
}

function jobMeta(name: string, spec: NativeJobSpec): JobMeta {
  return {
    name,
    threads: spec.threads.length,
    directions: { read: spec.readPercent > 0, write: spec.readPercent < 100 },
    rated: spec.rateIops.read > 0 || spec.rateIops.write > 0,
    rampSeconds: spec.rampNs / 1e9,
    runtimeSeconds: spec.runtimeNs / 1e9,
    expectedBytes: expectedBytes(spec) * spec.threads.length,
  };
}

/** By each clone; 0 where nothing but the time bounds it. */
function expectedBytes({ ioSizeBytes, numberIos, blockSizeBytes, readPercent }: NativeJobSpec) {
  if (numberIos === 0) return ioSizeBytes;
  const share = readPercent / 100;
  const meanBlock = blockSizeBytes.read * share + blockSizeBytes.write * (1 - share);
  const byCount = numberIos * meanBlock;
  return ioSizeBytes === 0 ? byCount : Math.min(byCount, ioSizeBytes);
}
