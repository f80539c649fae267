/** How long the threads of a run spin for a completion before they block. */
import type { Job } from "../job.js";

/**
 * Long enough for an answer over loopback or a fast network, and far below a scheduler's time
 * slice: where threads have to share a core, whoever waits longer than this gives it up.
 */
export const SPIN_NS = 50_000;

export interface SpinningThreads {
  /** Of the jobs that run at the same time. */
  bench: number;
  /** Of a device on the same machine. */
  device: number;
  cores: number;
}

/** The threads that want a core of their own while the fullest stage runs. */
export function spinningThreads(
  stages: Job[][],
  deviceProgressThreads: number,
  cores: number,
): SpinningThreads {
  const perStage = stages.map((jobs) => jobs.reduce((sum, job) => sum + job.numjobs, 0));
  return { bench: Math.max(0, ...perStage), device: deviceProgressThreads, cores };
}

/** The warning that a result was made with too few cores; null if there were enough. */
export function coresShortWarning({ bench, device, cores }: SpinningThreads): string | null {
  if (bench + device <= cores) return null;
  const others = device === 0 ? "" : ` and ${device} of the device on the same machine`;
  return (
    `cores were short: ${bench} load threads${others} shared ${cores} cores, ` +
    "so the highest percentiles show the scheduler, not the fabric"
  );
}
