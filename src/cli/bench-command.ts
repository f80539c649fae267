/** What commands share that make many runs: one quiet, saved run, and lines of progress. */

import type { Profile } from "../bench/job.js";
import type { RunResult } from "../bench/result/result.js";
import { BaseCommand } from "./base-command.js";
import type { BenchTarget } from "./bench-flags.js";

export abstract class BenchCommand extends BaseCommand {
  /** Runs a profile once, without a view; its result is saved as that of every run. */
  protected async measure(profile: Profile, target: BenchTarget): Promise<RunResult> {
    const [{ runOnce }, { saveResults }] = await Promise.all([
      import("../bench/run/once.js"),
      import("../output/results.js"),
    ]);
    return runOnce({
      ...target,
      profile,
      binding: await this.binding(),
      signal: this.signal,
      keep: async (result) => {
        await saveResults(result, undefined);
      },
    });
  }

  /**
   * Says what came of all runs and where it is kept.
   *
   * @throws what ended them early, after that is said: a run's failure, or the signal's reason
   */
  protected async finish(
    text: string,
    savedIn: readonly string[],
    failure: unknown,
  ): Promise<void> {
    const unfinished = failure ?? (this.signal.aborted ? this.signal.reason : null);
    // What is left of it is no result: with --json stdout has the error alone.
    if (unfinished === null || !this.jsonEnabled()) this.log(text);
    else this.progress(text);
    this.progress(`saved in ${savedIn.join(", ")}`);
    if (unfinished !== null) throw unfinished;
  }

  /** A line on how far it is; stdout is for the result. */
  protected progress(text: string): void {
    process.stderr.write(`${text}\n`);
  }
}
