/** `memvol bench report FILE` */
import { Args, Flags } from "@oclif/core";
import type { Gate } from "../../bench/gates/gate.js";
import type { ReportFormat } from "../../bench/report/render.js";
import type { RunResult } from "../../bench/result/result.js";
import type { SearchReport } from "../../bench/search/document.js";
import type { SweepReport } from "../../bench/sweep/document.js";
import { BaseCommand } from "../../cli/base-command.js";
import { formatFlag, thresholdFlag } from "../../cli/bench-flags.js";
import { UserError } from "../../errors.js";

export default class BenchReport extends BaseCommand {
  static override summary = "Show a stored result again, in any format.";
  static override description =
    "Formats: text and markdown for people, html with charts in one file that needs no network, " +
    "json as it is stored, fio-json and fio-json+ key for key as fio writes it, csv second by " +
    "second, hlog for HdrHistogram's tools, junit for CI servers, prometheus for a textfile " +
    "collector. A stored sweep or search is shown as text, csv, html or json.";
  static override examples = [
    "<%= config.bin %> <%= command.id %> out.json",
    "<%= config.bin %> <%= command.id %> out.json --threshold 'iops>100k'",
    "<%= config.bin %> <%= command.id %> out.json --format html --output out.html",
    "<%= config.bin %> <%= command.id %> out.json --format fio-json | jq '.jobs[0].read.iops'",
  ];
  static override args = {
    file: Args.string({ required: true, description: "A result, a sweep or a search as saved." }),
  };
  static override flags = {
    format: formatFlag({ summary: "How the result is shown." }),
    threshold: thresholdFlag({
      summary: "What the run was to keep, beside its own thresholds; status 12 where it did not.",
    }),
    output: Flags.string({ char: "o", helpValue: "FILE", summary: "Write the report here." }),
  };

  async run(): Promise<RunResult | SweepReport | SearchReport> {
    const { args, flags } = await this.parse(BenchReport);
    const { readStored } = await import("../../bench/stored.js");
    const stored = await readStored(args.file);
    if (stored.kind === "result") return this.reportResult(stored.document, flags);
    if (flags.threshold !== undefined) throw notJudged(args.file, stored.kind);
    const { explorationText } = await import("../../output/explorations.js");
    await this.show(await explorationText(stored.document, flags.format), flags.output);
    return stored.document;
  }

  private async reportResult(stored: RunResult, flags: ReportFlags): Promise<RunResult> {
    const [{ judgeStored, thresholdsFailed }, { reportForStdout, reportForFile }] =
      await Promise.all([import("../../bench/gates/judge.js"), import("../../output/results.js")]);
    const result = judgeStored(stored, flags.threshold ?? []);
    const render = flags.output === undefined ? reportForStdout : reportForFile;
    await this.show(await render(result, flags.format), flags.output);
    const missed = thresholdsFailed(result);
    if (missed !== null) this.verdict(missed);
    return result;
  }

  private async show(text: string, file: string | undefined): Promise<void> {
    if (file === undefined) return this.log(text);
    const { writeWhole } = await import("../../bench/result/store.js");
    await writeWhole(`${text}\n`, file);
  }
}

interface ReportFlags {
  format: ReportFormat;
  output?: string | undefined;
  threshold?: Gate[] | undefined;
}

function notJudged(file: string, kind: string): UserError {
  return new UserError("usage", `'${file}' holds a ${kind}, and --threshold judges one run`, {
    nextSteps: ["Judge the result of one of its runs: their ids are in the file."],
  });
}
