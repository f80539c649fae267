/** Options that say when a job starts and ends, and how often it would be the same again. */
import { type JobOption, option } from "../option.js";
import { extent } from "../size-types.js";
import { duration, durationRange } from "../time-types.js";
import { oneOrZero, onSwitch, wholeNumber, words } from "../value-types.js";
import { seed } from "./seed.js";

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
    apply: (job, on) => {
      job.timeBased = on;
    },
  }),
  option({
    name: "ramp_time",
    type: duration,
    doc: "time to run before the measurement begins, on top of the runtime; default 0",
    apply: (job, seconds) => {
      job.rampSeconds = seconds;
    },
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
    apply: (job, loops) => {
      job.loops = loops;
    },
  }),
  option({
    name: "startdelay",
    type: durationRange,
    doc: "how much later each clone starts, from a range a time of its own; default 0",
    apply: (job, delay) => {
      job.startDelaySeconds = delay;
    },
  }),
  option({
    name: "wait_for",
    type: words,
    doc: "start when the job of this name, one above, has ended",
    apply: (job, name) => {
      job.waitFor = name;
    },
  }),
  option({
    name: "exitall",
    type: onSwitch,
    doc: "when one clone of the job has ended, end all jobs of its group",
    apply: (job, on) => {
      job.exitAll = on;
    },
  }),
  option({
    name: "exitall_on_error",
    type: onSwitch,
    doc: "when a clone of the job fails, end all jobs that run",
    apply: (job, on) => {
      job.exitAllOnError = on;
    },
  }),
  option({
    name: "stonewall",
    aliases: ["wait_for_previous"],
    type: onSwitch,
    doc: "wait until all earlier jobs have ended; later jobs start with this one",
    apply: (job, on) => {
      job.stonewall = on;
    },
  }),
  option({
    name: "randseed",
    type: seed,
    doc: "the seed of all random choices; default 0x89; stronger than randrepeat",
    apply: (job, value) => {
      job.randSeed = value;
    },
  }),
  option({
    name: "randrepeat",
    type: oneOrZero,
    doc: "make the same random choices at every run; default 1",
    apply: (job, repeat) => {
      job.randRepeat = repeat;
    },
  }),
  option({
    name: "allrandrepeat",
    type: oneOrZero,
    doc: "the same, also with randrepeat=0: all of memvol's choices repeat or none; default 0",
    apply: (job, repeat) => {
      job.allRandRepeat = repeat;
    },
  }),
];
