/** From one stage of a profile to what the native side runs. */
import type {
  NativeJobSpec,
  NativeRunSpec,
  NativeThreadSpec,
  Right,
} from "../../binding/native.js";
import type { Job } from "../job.js";
import { readPercentOf, resolveJob } from "../plan.js";
import { SPIN_NS } from "./spin.js";
import type { Target } from "./target.js";

/** A job with a seed for each of its clones. */
export interface SeededJob {
  job: Job;
  seeds: readonly bigint[];
}

/** An answer that takes longer than this never comes: the device or the way to it is gone. */
export const OPERATION_TIMEOUT_MS = 10_000;

/** What a null engine, which has no volume, takes as one. */
const NO_VOLUME_BYTES = Number.MAX_SAFE_INTEGER;

/**
 * Attaches once for each clone: tickets last for seconds only, so this comes right before the
 * stage starts.
 *
 * @param target null where every job has the null engine
 * @throws UserError as Target.attach; `range_invalid`
 */
export async function stageSpec(
  jobs: readonly SeededJob[],
  target: Target | null,
  operationTimeoutMs: number,
): Promise<NativeRunSpec> {
  const specs: NativeJobSpec[] = [];
  for (const { job, seeds } of jobs) {
    const resolved = resolveJob(job, target?.volume.size_bytes ?? NO_VOLUME_BYTES);
    const threads: NativeThreadSpec[] = [];
    for (const seed of seeds) threads.push(await threadSpec(job, seed, target));
    specs.push({ ...resolved, threads });
  }
  return { jobs: specs, spinNs: SPIN_NS, operationTimeoutNs: operationTimeoutMs * 1e6 };
}

async function threadSpec(
  job: Job,
  seed: bigint,
  target: Target | null,
): Promise<NativeThreadSpec> {
  if (job.engine === "null") return { seed };
  if (target === null) throw new Error(`job '${job.name}' has no volume to go against`);
  return { seed, connection: await target.attach(rightsOf(job)) };
}

/** No more than the job needs: a reader cannot write. */
function rightsOf(job: Job): Right[] {
  const readPercent = readPercentOf(job);
  const rights: Right[] = [];
  if (readPercent > 0) rights.push("read");
  if (readPercent < 100) rights.push("write");
  return rights;
}
