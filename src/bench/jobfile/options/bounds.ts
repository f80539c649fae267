/** Options that say when a job starts and ends, and how often it would be the same again. */
import type { Job } from "../../job.js";
import { type JobOption, option, sets } from "../option.js";
import { extent } from "../size-types.js";
import { duration, durationRange } from "../time-types.js";
import { oneOf, oneOrZero, onSwitch, wholeNumber, words } from "../value-types.js";
import { seed } from "./seed.js";

const errorKinds: Record<string, Job["continueOnError"]> = {
  ...{ none: "none", read: "read", write: "write", io: "io" },
  ...{ verify: "verify", all: "all", 0: "none", 1: "all" },
};

export const BOUND_OPTIONS: JobOption[] = [
  option({
    name: "runtime",
    aliases: ["timeout"],
    type: duration,
    doc: "the longest that the job runs after its ramp time; default 0, no such bound",
    apply: (job, seconds) => {
      if (seconds === 0) delete job.runtimeSeconds;
      else job.runtimeSeconds = seconds;
    },
  }),
  option({
    name: "time_based",
    type: onSwitch,
    doc: "run for all of the runtime, over the same range again and again",
    apply: sets("timeBased"),
  }),
  option({
    name: "ramp_time",
    type: duration,
    doc: "time to run before the measurement begins, on top of the runtime; default 0",
    apply: sets("rampSeconds"),
  }),
  option({
    name: "io_size",
    aliases: ["io_limit"],
    type: extent(1),
    doc: "bytes that each clone transfers, or a share of its size; default all of its size",
    apply: (job, bound) => {
      if ("bytes" in bound && bound.bytes === 0) delete job.ioSize;
      else job.ioSize = bound;
    },
  }),
  option({
    name: "number_ios",
    type: wholeNumber(0, Number.MAX_SAFE_INTEGER),
    doc: "operations after which a clone ends, if nothing ends it before; default 0, no bound",
    apply: (job, operations) => {
      if (operations === 0) delete job.numberIos;
      else job.numberIos = operations;
    },
  }),
  option({
    name: "loops",
    type: wholeNumber(1, 2 ** 32 - 1),
    doc: "how often the job's bounds are gone through; default 1",
    apply: sets("loops"),
  }),
  option({
    name: "startdelay",
    type: durationRange,
    doc: "how much later each clone starts, from a range a time of its own; default 0",
    apply: sets("startDelaySeconds"),
  }),
  option({
    name: "wait_for",
    type: words,
    doc: "start when the job of this name, one above, has ended",
    apply: sets("waitFor"),
  }),
  option({
    name: "exitall",
    type: onSwitch,
    doc: "when one clone of the job has ended, end all jobs of its group",
    apply: sets("exitAll"),
  }),
  option({
    name: "exit_what",
    type: oneOf({ group: "group", stonewall: "stonewall", all: "all" } as const),
    doc: "what exitall ends: its group, all that run, or all and what comes after; default group",
    apply: sets("exitWhat"),
  }),
  option({
    name: "exitall_on_error",
    type: onSwitch,
    doc: "when a clone of the job fails, end all jobs that run",
    apply: sets("exitAllOnError"),
  }),
  option({
    name: "continue_on_error",
    type: oneOf(errorKinds),
    doc: "errors that are counted and do not fail the job; default none",
    apply: sets("continueOnError"),
  }),
  option({
    name: "stonewall",
    aliases: ["wait_for_previous"],
    type: onSwitch,
    doc: "wait until all earlier jobs have ended; later jobs start with this one",
    apply: sets("stonewall"),
  }),
  option({
    name: "randseed",
    type: seed,
    doc: "the seed of all random choices; default 0x89; stronger than randrepeat",
    apply: sets("randSeed"),
  }),
  option({
    name: "randrepeat",
    type: oneOrZero,
    doc: "make the same random choices at every run; default 1",
    apply: sets("randRepeat"),
  }),
  option({
    name: "allrandrepeat",
    type: oneOrZero,
    doc: "the same, also with randrepeat=0: all of memvol's choices repeat or none; default 0",
    apply: sets("allRandRepeat"),
  }),
];
