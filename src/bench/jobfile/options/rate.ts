/** Options of a job's rate, and of limits that end it. */
import { DIRECTIONS, type DirectionTriple } from "../../../directions.js";
import { type JobOption, option, sets, setsIn } from "../option.js";
import { size } from "../size-types.js";
import { microseconds } from "../time-types.js";
import { tripleOf } from "../triple.js";
import { oneOf, oneOrZero, wholeNumber } from "../value-types.js";
import { percentileOfOperations } from "./percentile-list.js";

type PerSecond = Partial<DirectionTriple<number>>;

/** Zero takes a rate away. */
function setRates(rates: PerSecond, given: PerSecond): void {
  for (const direction of DIRECTIONS) {
    const perSecond = given[direction];
    if (perSecond === 0) delete rates[direction];
    else if (perSecond !== undefined) rates[direction] = perSecond;
  }
}

const operations = tripleOf(wholeNumber(0, Number.MAX_SAFE_INTEGER));
const bytes = tripleOf(size(0));

export const RATE_OPTIONS: JobOption[] = [
  option({
    name: "rate",
    type: bytes,
    doc: "bytes a second for each clone and direction; default 0, as fast as it goes",
    apply: (job, rates) => setRates(job.rateBytes, rates),
  }),
  option({
    name: "rate_iops",
    type: operations,
    doc: "operations a second for each clone and direction; default 0, as fast as it goes",
    apply: (job, rates) => setRates(job.rateIops, rates),
  }),
  option({
    name: "rate_process",
    type: oneOf({ linear: "linear", poisson: "poisson" } as const),
    doc: "operations due at even intervals, or as of a Poisson process; default linear",
    apply: sets("rateProcess"),
  }),
  option({
    name: "rate_min",
    aliases: ["ratemin"],
    type: bytes,
    doc: "bytes a second that each clone must reach in each rate_cycle, or it fails",
    apply: (job, rates) => setRates(job.rateBytesMin, rates),
  }),
  option({
    name: "rate_iops_min",
    type: operations,
    doc: "operations a second that each clone must reach in each rate_cycle, or it fails",
    apply: (job, rates) => setRates(job.rateIopsMin, rates),
  }),
  option({
    name: "rate_cycle",
    aliases: ["ratecycle"],
    type: wholeNumber(1, 2 ** 32 - 1),
    doc: "milliseconds over which rate_min and rate_iops_min are told; default 1000",
    apply: sets("rateCycleMs"),
  }),
  option({
    name: "max_latency",
    type: tripleOf(microseconds),
    doc: "the longest service time; an operation above it fails its clone; default 0, none",
    apply: (job, limits) => {
      Object.assign(job.maxLatencySeconds, limits);
    },
  }),
  option({
    name: "latency_target",
    type: microseconds,
    doc: "search the largest queue depth whose latencies keep to this; default 0, no search",
    apply: setsIn("latencyTarget", "seconds"),
  }),
  option({
    name: "latency_window",
    type: microseconds,
    doc: "how long each depth is tried in that search",
    apply: setsIn("latencyTarget", "windowSeconds"),
  }),
  option({
    name: "latency_percentile",
    type: percentileOfOperations,
    doc: "percent of the operations that must keep to latency_target; default 100",
    apply: setsIn("latencyTarget", "percentile"),
  }),
  option({
    name: "latency_run",
    type: oneOrZero,
    doc: "go on adapting the depth until the job's end; default 0: end a window after it is found",
    apply: setsIn("latencyTarget", "run"),
  }),
];
