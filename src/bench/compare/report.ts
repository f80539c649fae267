/** Comparisons from files and from rounds, as one document, and the verdict on it. */
import { UserError } from "../../errors.js";
import { readResult } from "../result/read.js";
import { CONFIDENCE } from "./bootstrap.js";
import type { ComparedSide, Comparison, ComparisonReport } from "./comparison.js";
import { compareRounds, type Rounds } from "./rounds.js";
import { type CompareOptions, compareStored } from "./stored.js";

/**
 * Each further file against the first.
 *
 * @throws UserError as readResult and compareStored
 */
export async function compareFiles(
  files: readonly string[],
  options: CompareOptions,
): Promise<ComparisonReport> {
  const sides = await Promise.all(
    files.map(async (name) => ({ name, result: await readResult(name) })),
  );
  const [baseline, ...candidates] = sides;
  if (baseline === undefined) throw new Error("nothing to compare");
  const comparisons = candidates.map((candidate) => compareStored(baseline, candidate, options));
  const side = { name: baseline.name, results: [baseline.result.memvol.id] };
  return reportOf("seconds", side, comparisons, options.tolerancePercent);
}

/** The rounds of two sides of these names. */
export function compareSides(
  rounds: Rounds,
  names: { baseline: string; candidate: string },
  tolerancePercent: number,
): ComparisonReport {
  const results = rounds.baseline.map(({ memvol }) => memvol.id);
  const comparison = compareRounds(rounds, names.candidate, tolerancePercent);
  return reportOf("rounds", { name: names.baseline, results }, [comparison], tolerancePercent);
}

function reportOf(
  samples: ComparisonReport["samples"],
  baseline: ComparedSide,
  comparisons: Comparison[],
  tolerancePercent: number,
): ComparisonReport {
  return {
    schema_version: 1,
    samples,
    confidence: CONFIDENCE,
    tolerance_percent: tolerancePercent,
    baseline,
    comparisons,
    regressed: comparisons.some(({ regressed }) => regressed),
  };
}

/** The verdict on a comparison with a regression in it; null without one. */
export function regressionFound({ baseline, comparisons }: ComparisonReport): UserError | null {
  const found = comparisons.flatMap(({ candidate, changes }) =>
    changes
      .filter(({ verdict }) => verdict === "worse")
      .map(({ metric, change_percent }) => {
        const sign = change_percent > 0 ? "+" : "";
        return `${candidate.name}: ${metric} ${sign}${change_percent.toFixed(1)} %`;
      }),
  );
  if (found.length === 0) return null;
  return new UserError("regression_found", `Worse than ${baseline.name}: ${found.join("; ")}`);
}
