/** `memvol bench run [PROFILE]` */
import { join } from "node:path";
import { Args, Flags } from "@oclif/core";
import { BaseCommand } from "../../base-command.js";
import type { RunResult } from "../../bench/result/result.js";
import { resolveDevice } from "../../discovery/resolve.js";
import { deviceFlag, formatFlag, thresholdFlag } from "../../flags.js";
import { jobFlags, profileOf } from "../../job-flags.js";
import { packageRoot, packageVersion } from "../../package.js";

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
    "<%= config.bin %> <%= command.id %> bench-profiles/rate-10k.fio --threshold 'lat.p99<1ms'",
  ];
  static override args = {
    profile: Args.string({ description: "A fio job file; without it the job flags describe one." }),
  };
  static override flags = {
    device: deviceFlag,
    volume: Flags.string({ helpValue: "NAME", summary: "An existing volume to run against." }),
    "allow-overwrite": Flags.boolean({
      default: false,
      summary: "Let jobs write to the volume that --volume names.",
    }),
    output: Flags.string({ char: "o", helpValue: "FILE", summary: "Save the result here too." }),
    format: formatFlag({ summary: "How the result is shown at the end." }),
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
    const [{ runBench }, { thresholdsFailed }, { openMonitor }, { reportForStdout, saveResults }] =
      await Promise.all([
        import("../../bench/run/bench.js"),
        import("../../bench/gates/judge.js"),
        import("../../output/monitor.js"),
        import("../../output/results.js"),
      ]);
    const { monitor, signal } = await openMonitor(this.signal, this.jsonEnabled());
    const usesDevice = flags.device !== undefined || flags.volume !== undefined;
    const { result, failure } = await runBench({
      profile,
      binding: await this.binding(),
      monitor,
      signal,
      memvolVersion: packageVersion(),
      gates: flags.threshold ?? [],
      abortEarly: flags["abort-early"] ?? false,
      allowOverwrite: flags["allow-overwrite"],
      commandLine: [process.execPath, join(packageRoot(), "bin", "run.js")],
      ...(flags.volume !== undefined && { volumeName: flags.volume }),
      ...(usesDevice && { socketPath: await resolveDevice(flags.device, process.env) }),
    });
    const savedIn = await saveResults(result, flags.output);
    const report = await reportForStdout(result, flags.format, savedIn);
    this.log(report);
    // Text says it itself, and a document is read by programs.
    if (flags.format !== "text") process.stderr.write(`saved in ${savedIn.join(", ")}\n`);
    const unfinished = failure ?? (this.signal.aborted ? this.signal.reason : null);
    if (unfinished === null) {
      const missed = thresholdsFailed(result);
      if (missed !== null) this.verdict(missed);
      return result;
    }
    // With --json stdout has the error alone, and this says where the rest is.
    if (this.jsonEnabled()) process.stderr.write(`${report}\n`);
    throw unfinished;
  }
}
