/** `memvol bench search [PROFILE] --target ...` */
import { Args, Flags } from "@oclif/core";
import type { SearchReport } from "../../bench/search/document.js";
import { BenchCommand } from "../../cli/bench-command.js";
import {
  benchTarget,
  explorationFormatFlag,
  percentFlag,
  rateFlag,
  targetFlags,
  thresholdFlag,
} from "../../cli/bench-flags.js";
import { givenJobOptions, jobFlags, profileWith } from "../../cli/job-flags.js";

const DEFAULT_RUNTIME_SECONDS = "5";

/** The rate is what is searched for. */
const { "rate-iops": _, ...searchedJobFlags } = jobFlags;

export default class BenchSearch extends BenchCommand {
  static override summary = "Find the highest rate at which a profile keeps a target.";
  static override description =
    "Raises the rate until the target is missed or the rate is not reached, bisects, and " +
    "confirms what it found twice. Each run takes --runtime seconds, " +
    `${DEFAULT_RUNTIME_SECONDS} by default. 'lat' is the response time, which counts waiting. ` +
    "Where no rate keeps the target the status is 12. Ctrl-C keeps the best until then.";
  static override examples = [
    "<%= config.bin %> <%= command.id %> bench-profiles/randread-4k.fio --target 'lat.p99<1ms'",
    "<%= config.bin %> <%= command.id %> --rw randread --size 64m --target 'read.lat.p99<100us'",
    "<%= config.bin %> <%= command.id %> a.fio --target 'lat.p99.9<1ms' --max-rate 50k --runtime 9",
  ];
  static override args = {
    profile: Args.string({ description: "A fio job file; without it the job flags describe one." }),
  };
  static override flags = {
    ...targetFlags,
    target: thresholdFlag({
      required: true,
      summary: "What is to be kept, as a threshold of bench run; several must all be.",
    }),
    "start-rate": rateFlag({ default: 1000, summary: "The first rate to try; 1000 by default." }),
    "max-rate": rateFlag({ default: 1e9, summary: "The highest rate to try." }),
    precision: percentFlag({ default: 5, summary: "How close to tell the limit, in percent." }),
    output: Flags.string({ char: "o", helpValue: "FILE", summary: "Save the search here too." }),
    format: explorationFormatFlag({ summary: "How the search is shown." }),
    ...searchedJobFlags,
  };

  async run(): Promise<SearchReport> {
    const { args, flags } = await this.parse(BenchSearch);
    const [{ noRateFound, search }, { saveExploration, searchText }] = await Promise.all([
      import("../../bench/search/search.js"),
      import("../../output/explorations.js"),
    ]);
    const bounds = { runtime: DEFAULT_RUNTIME_SECONDS, time_based: "1" };
    const profile = await profileWith(args.profile, { ...bounds, ...givenJobOptions(flags) });
    const target = await benchTarget(flags);
    const { report, failure } = await search({
      profile,
      targets: flags.target,
      startRate: flags["start-rate"],
      maxRate: flags["max-rate"],
      precision: flags.precision / 100,
      run: (at) => this.measure(at, target),
      say: (text) => this.progress(text),
      signal: this.signal,
    });
    const savedIn = await saveExploration("searches", report, flags.output);
    await this.finish(await searchText(report, flags.format), savedIn, failure);
    const none = noRateFound(report);
    if (none !== null) this.verdict(none);
    return report;
  }
}
