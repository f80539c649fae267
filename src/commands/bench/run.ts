/** `memvol bench run [PROFILE]` */
import { Args, Flags } from "@oclif/core";
import type { ReportFormat } from "../../bench/report/render.js";
import type { RunResult } from "../../bench/result/result.js";
import { BaseCommand } from "../../cli/base-command.js";
import {
  benchTarget,
  fleetOf,
  formatFlag,
  targetFlags,
  thresholdFlag,
  workersFlag,
} from "../../cli/bench-flags.js";
import { jobFlags, profileOf } from "../../cli/job-flags.js";
import type { Audience } from "../../output/monitor.js";

export default class BenchRun extends BaseCommand {
  static override summary = "Load-test a volume with a fio job file, or with a job from flags.";
  static override description =
    "Without --device the run has a device of its own, started before and removed after it; " +
    "without --volume it has a temporary volume. Every result is saved below " +
    "$XDG_STATE_HOME/memvol/results, also that of a run that was stopped or failed.";
  static override examples = [
    "<%= config.bin %> <%= command.id %> bench-profiles/quickstart.fio",
    "<%= config.bin %> <%= command.id %> --rw randread --iodepth 32 --size 64m --number-ios 9999",
    "<%= config.bin %> <%= command.id %> --rw write --volume scratch --allow-overwrite --runtime 5",
    "<%= config.bin %> <%= command.id %> bench-profiles/latency-qd1.fio --json --output out.json",
    "<%= config.bin %> <%= command.id %> bench-profiles/latency-qd1.fio --format fio-json",
    "<%= config.bin %> <%= command.id %> bench-profiles/latency-qd1.fio --events > events.ndjson",
    "<%= config.bin %> <%= command.id %> bench-profiles/rate-10k.fio --threshold 'lat.p99<1ms'",
    "<%= config.bin %> <%= command.id %> bench-profiles/randread-4k.fio --device lab --workers a,b",
  ];
  static override args = {
    profile: Args.string({ description: "A fio job file; without it the job flags describe one." }),
  };
  static override flags = {
    ...targetFlags,
    workers: workersFlag({
      summary: "Hosts that make the load together, each all of it; see memvol bench worker.",
      description: "They start at one instant; what they measure is put together, and kept apart.",
    }),
    output: Flags.string({ char: "o", helpValue: "FILE", summary: "Save the result here too." }),
    format: formatFlag({ summary: "How the result is shown at the end." }),
    events: Flags.boolean({
      default: false,
      exclusive: ["json", "format"],
      summary: "Say on stdout what happens while it runs, a JSON document a line.",
      description: "Events are 'start' of a stage, 'interval' each second, and 'end'.",
    }),
    threshold: thresholdFlag({
      summary: "What the run is to keep, such as 'read.lat.p99.9<50us' or 'errors==0'.",
      description: "May be given several times; a run that does not keep it ends with status 12.",
    }),
    "abort-early": Flags.boolean({
      dependsOn: ["threshold"],
      summary: "End the run as soon as a threshold will not be kept.",
    }),
    ...jobFlags,
  };

  async run(): Promise<RunResult> {
    const { args, flags } = await this.parse(BenchRun);
    const profile = await profileOf(args.profile, flags);
    const [{ runBench }, { thresholdsFailed }, { openMonitor }] = await Promise.all([
      import("../../bench/run/bench.js"),
      import("../../bench/gates/judge.js"),
      import("../../output/monitor.js"),
    ]);
    const { monitor, signal } = await openMonitor(this.signal, this.audience(flags.events));
    const { result, failure } = await runBench({
      ...(await benchTarget(flags)),
      ...(await fleetOf(flags.workers)),
      profile,
      binding: await this.binding(),
      monitor,
      signal,
      gates: flags.threshold ?? [],
      abortEarly: flags["abort-early"] ?? false,
    });
    await this.show(result, flags);
    const unfinished = failure ?? (this.signal.aborted ? this.signal.reason : null);
    if (unfinished !== null) throw unfinished;
    const missed = thresholdsFailed(result);
    if (missed !== null) this.verdict(missed);
    return result;
  }

  private audience(events: boolean): Audience {
    if (this.jsonEnabled()) return "nobody";
    return events ? "programs" : "people";
  }

  /** Saves the result and says it. */
  private async show(result: RunResult, flags: ShownBy): Promise<void> {
    const { reportForStdout, saveResults, sayEnd } = await import("../../output/results.js");
    const savedIn = await saveResults(result, flags.output);
    if (flags.events) return sayEnd(result, savedIn);
    const report = await reportForStdout(result, flags.format, savedIn);
    this.log(report);
    // With --json stdout has one document, which may be an error: this says where the rest is.
    if (this.jsonEnabled() && result.memvol.status !== "completed") {
      process.stderr.write(`${report.trimEnd()}\n`);
    }
    // A report for programs does not say it.
    if (flags.format !== "text") this.logToStderr(`saved in ${savedIn.join(", ")}`);
  }
}

interface ShownBy {
  events: boolean;
  format: ReportFormat;
  output?: string | undefined;
}
