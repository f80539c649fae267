/** Runs two sides in turn and compares what they did. */
import { formatRate } from "../../units/format.js";
import { measure } from "../gates/measure.js";
import { parseMetric } from "../gates/metric.js";
import type { RunResult } from "../result/result.js";
import { alternate, type Side } from "./alternate.js";
import type { ComparisonReport } from "./comparison.js";
import { compareSides } from "./report.js";

export interface RunSidesOptions {
  names: Record<Side, string>;
  rounds: number;
  tolerancePercent: number;
  run(side: Side): Promise<RunResult>;
  /** A line after each round. */
  say(text: string): void;
  /** Ends it; the whole rounds until then are compared. */
  signal: AbortSignal;
}

/** @throws the signal's reason where there was no whole round */
export async function runSides(options: RunSidesOptions): Promise<ComparisonReport> {
  const { names, rounds, tolerancePercent, run, say, signal } = options;
  const done = await alternate({
    rounds,
    run,
    signal,
    onRound: (round, { baseline, candidate }) =>
      say(`round ${round} of ${rounds}: ${rateText(baseline)} and ${rateText(candidate)}`),
  });
  if (done.baseline.length === 0) throw signal.reason;
  return compareSides(done, names, tolerancePercent);
}

const IOPS = parseMetric("iops");

function rateText(result: RunResult): string {
  return `${formatRate(measure(result, IOPS) ?? 0)} IOPS`;
}
