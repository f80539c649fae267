/** How long a stage will go on. */

import type { JobMeta } from "../../bench/run/meta.js";
import type { JobSnapshot } from "../../binding/native-run.js";
import { DIRECTIONS } from "../../directions.js";

/** Too little transferred to tell the speed from. */
const LEAST_SHARE = 0.005;

/** Seconds until the last job ends; undefined while none can tell. */
export function remainingSeconds(
  jobs: readonly { meta: JobMeta; snapshot: JobSnapshot }[],
  elapsedSeconds: number,
): number | undefined {
  const known = jobs
    .map(({ meta, snapshot }) => ofJob(meta, snapshot, elapsedSeconds))
    .filter((seconds) => seconds !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
}

/** Until the first of its bounds is reached. */
function ofJob(meta: JobMeta, snapshot: JobSnapshot, elapsed: number): number | undefined {
  const bounds: number[] = [];
  if (meta.runtimeSeconds > 0) {
    bounds.push(Math.max(0, meta.rampSeconds + meta.runtimeSeconds - elapsed));
  }
  const bytes = DIRECTIONS.reduce((sum, direction) => sum + snapshot[direction].bytes, 0);
  const share = meta.expectedBytes > 0 ? bytes / meta.expectedBytes : 0;
  if (share >= LEAST_SHARE) {
    const measured = Math.max(0, elapsed - meta.rampSeconds);
    bounds.push(Math.max(0, measured / Math.min(1, share) - measured));
  }
  return bounds.length === 0 ? undefined : Math.min(...bounds);
}
