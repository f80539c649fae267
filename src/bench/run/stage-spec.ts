/** From one stage of a profile to what the native side runs. */
import type { Right } from "../../binding/native.js";
import type { NativeJobSpec, NativeRunSpec, NativeThreadSpec } from "../../binding/native-run.js";
import { readsAnything } from "../contents.js";
import { cpusOf, neighbourhoods } from "../flow.js";
import type { Job } from "../job.js";
import { directionsOf } from "../pattern.js";
import { cloneOffset, resolveJob } from "../plan.js";
import { type ObservationInEffect, observeRow } from "../result/observe.js";
import type { StartedJob } from "../result/stage-run.js";
import type { BenchFiles } from "./files.js";
import { SPIN_NS } from "./spin.js";
import type { Target } from "./target.js";

/** A job with a seed for each of its clones. */
export interface SeededJob {
  job: Job;
  seeds: readonly bigint[];
}

/** What jobs work on: a volume, null where none needs one, and files. */
export interface Places {
  target: Target | null;
  files: BenchFiles;
}

export interface StageSpec {
  spec: NativeRunSpec;
  /** Those of the specification, in its order. */
  jobs: StartedJob[];
}

/** An answer that takes longer than this never comes: the device or the way to it is gone. */
export const OPERATION_TIMEOUT_MS = 10_000;

/** What a null engine, which has no volume, takes as one. */
const NO_VOLUME_BYTES = Number.MAX_SAFE_INTEGER;

/**
 * Attaches once for each clone: tickets last for seconds only, so this comes right before the
 * stage starts.
 *
 * @throws UserError as Target.attach; `range_invalid`
 */
export async function stageSpec(
  jobs: readonly SeededJob[],
  { target, files }: Places,
  operationTimeoutMs: number,
): Promise<StageSpec> {
  const specs: NativeJobSpec[] = [];
  const started: StartedJob[] = [];
  const places = neighbourhoods(jobs.map(({ job }) => job));
  let thread = 0;
  for (const [place, seeded] of jobs.entries()) {
    const volumeBytes = bytesOf(seeded.job, { target, files });
    const resolved = resolveJob(seeded.job, volumeBytes);
    const ends = seeded.seeds.map((_, index) => {
      const start = resolved.offsetBytes + cloneOffset(seeded.job, index, volumeBytes);
      return start + resolved.sizeBytes;
    });
    const { clones, observation } = await attachClones(seeded, target, ends);
    const threads = clones.map((clone, index) => ({
      ...clone,
      offsetBytes: cloneOffset(seeded.job, index, volumeBytes),
      cpus: cpusOf(seeded.job, thread++),
      ...replayOf(seeded.job, index),
    }));
    specs.push({ ...resolved, flow: { ...resolved.flow, ...places[place] }, threads });
    const observe = observation && observeRow(seeded.job.observation, observation, resolved.notify);
    started.push({ ...seeded, observe });
  }
  const spec = { jobs: specs, spinNs: SPIN_NS, operationTimeoutNs: operationTimeoutMs * 1e6 };
  return { spec, jobs: started };
}

/** Clones have the logs in turn. */
function replayOf({ replay }: Job, clone: number): Pick<NativeThreadSpec, "replay"> {
  const entries = replay?.logs[clone % replay.logs.length];
  return entries === undefined ? {} : { replay: entries };
}

function bytesOf(job: Job, { target, files }: Places): number {
  if (job.engine === "file") return files.sizeBytesOf(job);
  return job.engine === "fabric" && target !== null ? target.volume.size_bytes : NO_VOLUME_BYTES;
}

interface AttachedClones {
  clones: Omit<NativeThreadSpec, "offsetBytes" | "cpus">[];
  /** Of all of them: they ask for the same. Null where they reach no volume. */
  observation: ObservationInEffect | null;
}

async function attachClones(
  { job, seeds }: SeededJob,
  target: Target | null,
  ends: readonly number[],
): Promise<AttachedClones> {
  if (job.engine !== "fabric")
    return { clones: seeds.map((seed) => ({ seed })), observation: null };
  if (target === null) throw new Error(`job '${job.name}' has no volume to go against`);
  const attached: AttachedClones = { clones: [], observation: null };
  for (const [index, seed] of seeds.entries()) {
    // No further than the clone goes: a grant may be for a part of the volume.
    const wanted = { ...job.observation, lengthBytes: ends[index] ?? 0 };
    const { connection, observation } = await target.attach(rightsOf(job), wanted);
    attached.clones.push({ seed, connection });
    attached.observation = observation;
  }
  return attached;
}

/** No more than the job needs: a reader cannot write. */
function rightsOf(job: Job): Right[] {
  if (job.atomic !== undefined) return ["atomic"];
  const { write, trim } = directionsOf(job);
  const rights: Right[] = [];
  if (readsAnything(job)) rights.push("read");
  if ((write || trim) && !job.verify.only) rights.push("write");
  return rights;
}
