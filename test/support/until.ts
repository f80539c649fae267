/** Waiting for a condition: asked again and again, never a sleep in its place. */
import { setTimeout as pause } from "node:timers/promises";
import { PATIENCE_MS } from "./patience.js";

const POLL_INTERVAL_MS = 10;

/**
 * Resolves with the first value that is neither undefined nor false.
 *
 * @throws Error naming `what` once the deadline has passed
 */
export async function until<T>(
  what: string,
  ask: () => T | undefined | false | Promise<T | undefined | false>,
  deadlineMs = PATIENCE_MS / 3,
): Promise<T> {
  const deadline = performance.now() + deadlineMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (performance.now() > deadline) throw new Error(`not in ${deadlineMs} ms: ${what}`);
    await pause(POLL_INTERVAL_MS);
  }
}
