/** `memvol bench report FILE` */
import { Args, Flags } from "@oclif/core";
import { BaseCommand } from "../../base-command.js";
import type { RunResult } from "../../bench/result/result.js";
import { formatFlag, thresholdFlag } from "../../bench-flags.js";

export default class BenchReport extends BaseCommand {
  static override summary = "Show a stored result again, in any format.";
  static override description =
    "Formats: text and markdown for people, html with charts in one file that needs no network, " +
    "json as it is stored, fio-json and fio-json+ key for key as fio writes it, csv second by " +
    "second, hlog for HdrHistogram's tools, junit for CI servers, prometheus for a textfile " +
    "collector.";
  static override examples = [
    "<%= config.bin %> <%= command.id %> out.json",
    "<%= config.bin %> <%= command.id %> out.json --threshold 'iops>100k'",
    "<%= config.bin %> <%= command.id %> out.json --format html --output out.html",
    "<%= config.bin %> <%= command.id %> out.json --format fio-json | jq '.jobs[0].read.iops'",
  ];
  static override args = {
    file: Args.string({ required: true, description: "A result that bench run has saved." }),
  };
  static override flags = {
    format: formatFlag({ summary: "How the result is shown." }),
    threshold: thresholdFlag({
      summary: "What the run was to keep, beside its own thresholds; status 12 where it did not.",
    }),
    output: Flags.string({ char: "o", helpValue: "FILE", summary: "Write the report here." }),
  };

  async run(): Promise<RunResult> {
    const { args, flags } = await this.parse(BenchReport);
    const [{ readResult }, { judgeStored, thresholdsFailed }, { reportForStdout, writeReport }] =
      await Promise.all([
        import("../../bench/result/read.js"),
        import("../../bench/gates/judge.js"),
        import("../../output/results.js"),
      ]);
    const result = judgeStored(await readResult(args.file), flags.threshold ?? []);
    if (flags.output === undefined) this.log(await reportForStdout(result, flags.format));
    else await writeReport(result, flags.format, flags.output);
    const missed = thresholdsFailed(result);
    if (missed !== null) this.verdict(missed);
    return result;
  }
}
