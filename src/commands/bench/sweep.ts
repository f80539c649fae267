/** `memvol bench sweep [PROFILE]` */
import { Args, Flags } from "@oclif/core";
import type { SweepReport } from "../../bench/sweep/document.js";
import type { Axes } from "../../bench/sweep/points.js";
import { BenchCommand } from "../../cli/bench-command.js";
import { benchTarget, explorationFormatFlag, targetFlags } from "../../cli/bench-flags.js";
import { givenJobOptions, jobFlags, profileWith } from "../../cli/job-flags.js";
import { UserError } from "../../errors.js";

/** What can have several values; the last that has varies fastest, and makes a line of a chart. */
const SWEPT = ["bs", "numjobs", "iodepth"] as const;

export default class BenchSweep extends BenchCommand {
  static override summary = "Run a profile with every combination of block sizes, depths, clones.";
  static override description =
    "--bs, --numjobs and --iodepth take several values: 512,4k,64k; 1..64 doubles, 10..50:10 " +
    "counts up. The other job flags hold for all runs, on top of the profile or in its place. " +
    "Latencies are response times. Ctrl-C keeps the points measured until then.";
  static override examples = [
    "<%= config.bin %> <%= command.id %> bench-profiles/randread-4k.fio --iodepth 1..64",
    "<%= config.bin %> <%= command.id %> --rw randread --size 64m --bs 4k,64k --iodepth 1..8",
    "<%= config.bin %> <%= command.id %> a.fio --iodepth 1..64 --format html > a.html",
  ];
  static override args = {
    profile: Args.string({ description: "A fio job file; without it the job flags describe one." }),
  };
  static override flags = {
    ...targetFlags,
    output: Flags.string({ char: "o", helpValue: "FILE", summary: "Save the sweep here too." }),
    format: explorationFormatFlag({ summary: "How the sweep is shown." }),
    ...jobFlags,
  };

  async run(): Promise<SweepReport> {
    const { args, flags } = await this.parse(BenchSweep);
    const [{ sweep }, { saveExploration, sweepText }] = await Promise.all([
      import("../../bench/sweep/sweep.js"),
      import("../../output/explorations.js"),
    ]);
    const { axes, others } = await axesOf(givenJobOptions(flags));
    const profile = await profileWith(args.profile, others);
    const target = await benchTarget(flags);
    const { report, failure } = await sweep({
      profile,
      axes,
      run: (point) => this.measure(point, target),
      say: (text) => this.progress(text),
      signal: this.signal,
    });
    const savedIn = await saveExploration("sweeps", report, flags.output);
    await this.finish(await sweepText(report, flags.format), savedIn, failure);
    return report;
  }
}

async function axesOf(
  given: Record<string, string>,
): Promise<{ axes: Axes; others: Record<string, string> }> {
  const { parseAxis } = await import("../../bench/sweep/axis.js");
  const swept = SWEPT.filter((name) => given[name] !== undefined);
  if (swept.length === 0) {
    throw new UserError("usage", "There is nothing to sweep", {
      nextSteps: ["Give values to --bs, --iodepth or --numjobs, such as --iodepth 1..64."],
    });
  }
  const others = Object.entries(given).filter(([name]) => !swept.some((one) => one === name));
  const axes = swept.map((name) => [name, parseAxis(given[name] ?? "", `--${name}`)] as const);
  return { axes: Object.fromEntries(axes), others: Object.fromEntries(others) };
}
