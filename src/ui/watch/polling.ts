/** Asking for something again and again. */
import { setTimeout as delay } from "node:timers/promises";

export interface PollingOptions<T> {
  poll(): Promise<T>;
  onAnswer(answer: T): void;
  /** From the start of one poll to the next, if it has ended by then. */
  intervalMs: number;
  /** Ends the polling, also while a poll is under way; what that comes to is ignored. */
  signal: AbortSignal;
}

/**
 * Polls, one at a time, until the signal aborts. The first one is after an interval.
 *
 * @throws what a poll throws
 */
export async function pollUntilAborted<T>(options: PollingOptions<T>): Promise<void> {
  const { poll, onAnswer, intervalMs, signal } = options;
  const aborted = abortOf(signal);
  const takeAnswer = async () => {
    const answer = await poll();
    if (!signal.aborted) onAnswer(answer);
  };
  let dueMs = performance.now() + intervalMs;
  while (!signal.aborted) {
    const leftMs = Math.max(0, dueMs - performance.now());
    // Rejects for no other reason than the signal.
    await delay(leftMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    dueMs = performance.now() + intervalMs;
    await Promise.race([takeAnswer(), aborted]);
  }
}

function abortOf(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
