/** `memvol bench compare BASELINE CANDIDATE...` */
import { Args, Flags } from "@oclif/core";
import type { ComparisonReport } from "../../bench/compare/comparison.js";
import { BenchCommand } from "../../cli/bench-command.js";
import { UserError } from "../../errors.js";

const DEFAULT_ROUNDS = 7;

import { percentFlag } from "../../cli/bench-flags.js";

export default class BenchCompare extends BenchCommand {
  static override summary = "Compare stored results, or run two sides in turn and compare them.";
  static override description =
    "Each further result is compared with the first. A regression is what is worse by more than " +
    "--tolerance and whose confidence interval (bootstrap, 95 %) does not hold 'no change'; with " +
    "one the status is 13. With --run each side is 'PROFILE -- FLAGS' in quotes, and both run in " +
    "turn, round by round, so that what slows the machine slows both.";
  static override examples = [
    "<%= config.bin %> <%= command.id %> before.json after.json",
    "<%= config.bin %> <%= command.id %> before.json after.json --tolerance 3 --json",
    "<%= config.bin %> <%= command.id %> --run 'a.fio -- --iodepth 8' 'a.fio -- --iodepth 16'",
  ];
  // There may be more candidates than the one argument.
  static override strict = false;
  static override args = {
    baseline: Args.string({ required: true, description: "What to compare with." }),
    candidate: Args.string({ required: true, description: "What to compare; may be several." }),
  };
  static override flags = {
    run: Flags.boolean({ default: false, summary: "Run both sides: each 'PROFILE -- FLAGS'." }),
    rounds: Flags.integer({
      min: 1,
      helpValue: "COUNT",
      summary: `How often to run each side, with --run; ${DEFAULT_ROUNDS} by default.`,
    }),
    tolerance: percentFlag({
      default: 5,
      summary: "How much worse is no regression yet, in percent.",
    }),
    "allow-different-jobs": Flags.boolean({
      default: false,
      summary: "Compare stored results although their jobs differ.",
    }),
  };

  async run(): Promise<ComparisonReport> {
    // A side without a profile starts with its dashes, and is no flag.
    this.argv = this.argv.map((word) => (word.startsWith("-- ") ? ` ${word}` : word));
    const { argv, flags } = await this.parse(BenchCompare);
    const { rounds, tolerance, run } = flags;
    if (rounds !== undefined && !run)
      throw new UserError("usage", "--rounds goes with --run alone");
    const [{ compareFiles, regressionFound }, { comparisonText }] = await Promise.all([
      import("../../bench/compare/report.js"),
      import("../../output/comparison.js"),
    ]);
    const names = argv.map(String);
    const allowDifferentJobs = flags["allow-different-jobs"];
    const report = run
      ? await this.runSides(names, rounds ?? DEFAULT_ROUNDS, tolerance)
      : await compareFiles(names, { tolerancePercent: tolerance, allowDifferentJobs });
    const text = comparisonText(report);
    if (this.signal.aborted) {
      // With --json stdout has the error alone.
      this.progress(text);
      throw this.signal.reason;
    }
    this.log(text);
    const found = regressionFound(report);
    if (found !== null) this.verdict(found);
    return report;
  }

  private async runSides(
    texts: string[],
    rounds: number,
    tolerancePercent: number,
  ): Promise<ComparisonReport> {
    const [{ parseSide }, { runSides }] = await Promise.all([
      import("../../cli/bench-side.js"),
      import("../../bench/compare/run-sides.js"),
    ]);
    const [baseline, candidate, ...more] = await Promise.all(texts.map(parseSide));
    if (baseline === undefined || candidate === undefined || more.length > 0) {
      throw new UserError("usage", `--run compares two sides, and ${texts.length} are given`);
    }
    const sides = { baseline, candidate };
    return runSides({
      names: { baseline: baseline.name, candidate: candidate.name },
      ...{ rounds, tolerancePercent, signal: this.signal },
      run: (side) => this.measure(sides[side].profile, sides[side].target),
      say: (text) => this.progress(text),
    });
  }
}
