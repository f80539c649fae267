/** What commands share that make many runs: one quiet, saved run, and lines of progress. */
import { BaseCommand } from "./base-command.js";
import type { Profile } from "./bench/job.js";
import type { RunResult } from "./bench/result/result.js";
import type { BenchTarget } from "./bench-flags.js";

export abstract class BenchCommand extends BaseCommand {
  /** Runs a profile once, without a view; its result is saved as that of every run. */
  protected async measure(profile: Profile, target: BenchTarget): Promise<RunResult> {
    const [{ runOnce }, { saveResults }] = await Promise.all([
      import("./bench/run/once.js"),
      import("./output/results.js"),
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

  /** A line on how far it is; stdout is for the result. */
  protected progress(text: string): void {
    process.stderr.write(`${text}\n`);
  }
}
