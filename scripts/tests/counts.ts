/** How many tests of a suite passed and failed, by its exit status and its runner's report. */
import * as z from "zod";

export interface Counts {
  passed: number;
  failed: number;
}

export interface SuiteOutcome {
  status: number;
  /** What mocha's `json` reporter wrote, if it did. */
  mocha?: string | undefined;
  /** What `ctest --output-junit` wrote, if it did. */
  ctest?: string | undefined;
}

const mochaReport = z.object({ stats: z.object({ passes: z.number(), failures: z.number() }) });

/**
 * A suite that went wrong with no failed test to show for it counts as one failed: it did not
 * build, or the runner died before its report, or no test was found.
 */
export function countsOf({ status, mocha, ctest }: SuiteOutcome): Counts {
  const { passed, failed } = fromMocha(mocha) ?? fromCtest(ctest) ?? { passed: 0, failed: 0 };
  const sound = status === 0 && passed > 0;
  return { passed, failed: sound ? failed : Math.max(failed, 1) };
}

function fromMocha(text: string | undefined): Counts | undefined {
  if (text === undefined) return undefined;
  const { stats } = mochaReport.parse(JSON.parse(text));
  return { passed: stats.passes, failed: stats.failures };
}

/** One `<testcase … status="run|fail|notrun|disabled">` for each test. */
function fromCtest(text: string | undefined): Counts | undefined {
  const count = (status: string) =>
    text?.match(new RegExp(`<testcase [^>]*status="${status}"`, "g"))?.length ?? 0;
  return text === undefined ? undefined : { passed: count("run"), failed: count("fail") };
}
