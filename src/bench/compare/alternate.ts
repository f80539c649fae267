/** Runs both sides in turn: A B, B A, A B, … so that neither always comes second. */
import type { RunResult } from "../result/result.js";
import type { Rounds } from "./rounds.js";

export type Side = "baseline" | "candidate";

export interface AlternateOptions {
  rounds: number;
  /** Runs a side once. */
  run(side: Side): Promise<RunResult>;
  /** After each round. */
  onRound(round: number, results: Record<Side, RunResult>): void;
  signal: AbortSignal;
}

/** Ends before the next run once the signal is given; a round without both sides is left out. */
export async function alternate(options: AlternateOptions): Promise<Rounds> {
  const { rounds, run, onRound, signal } = options;
  const done = { baseline: [] as RunResult[], candidate: [] as RunResult[] };
  for (let round = 1; round <= rounds; round++) {
    const order: Side[] = round % 2 === 1 ? ["baseline", "candidate"] : ["candidate", "baseline"];
    const results: Partial<Record<Side, RunResult>> = {};
    for (const side of order) {
      if (signal.aborted) return done;
      results[side] = await run(side);
    }
    const { baseline, candidate } = results;
    // One that was cut short says nothing of the other.
    if (signal.aborted || baseline === undefined || candidate === undefined) return done;
    done.baseline.push(baseline);
    done.candidate.push(candidate);
    onRound(round, { baseline, candidate });
  }
  return done;
}
