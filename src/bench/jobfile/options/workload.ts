/** Options that say what a job does: which operations, where, how large, how many at once. */
import { ACCESS_PATTERNS, type AccessPattern } from "../../job.js";
import { type JobOption, option } from "../option.js";
import { extent, size } from "../size-types.js";
import { tripleOf } from "../triple.js";
import { oneOf, type ValueType, wholeNumber } from "../value-types.js";

const MAX_IODEPTH = 4096;
const MAX_NUMJOBS = 1024;

const patterns: Record<string, AccessPattern> = {
  ...Object.fromEntries(ACCESS_PATTERNS.map((pattern) => [pattern, pattern])),
  readwrite: "rw",
};

const percent: ValueType<number> = wholeNumber(0, 100);

export const WORKLOAD_OPTIONS: JobOption[] = [
  option({
    name: "rw",
    aliases: ["readwrite"],
    type: oneOf(patterns),
    doc: "the access pattern; default read",
    apply: (job, pattern) => {
      job.rw = pattern;
    },
  }),
  option({
    name: "rwmixread",
    type: percent,
    doc: "the share of reads in a mixed job, in percent; default 50",
    apply: (job, readPercent) => {
      job.readMixPercent = readPercent;
    },
  }),
  option({
    name: "rwmixwrite",
    type: percent,
    doc: "the share of writes in a mixed job, in percent; default 50",
    apply: (job, writePercent) => {
      job.readMixPercent = 100 - writePercent;
    },
  }),
  option({
    name: "bs",
    aliases: ["blocksize"],
    type: tripleOf(size(1)),
    doc: "the bytes of one operation; default 4k",
    apply: (job, blockSize) => {
      Object.assign(job.blockSizeBytes, blockSize);
    },
  }),
  option({
    name: "size",
    type: extent(1),
    doc: "the bytes of the volume that each clone works on; default all from offset, also as 0",
    apply: (job, extentOfJob) => {
      if ("bytes" in extentOfJob && extentOfJob.bytes === 0) delete job.size;
      else job.size = extentOfJob;
    },
  }),
  option({
    name: "offset",
    aliases: ["fileoffset"],
    type: extent(0),
    doc: "where in the volume the job's range starts; default 0",
    apply: (job, start) => {
      job.offset = start;
    },
  }),
  option({
    name: "iodepth",
    type: wholeNumber(1, MAX_IODEPTH),
    doc: "operations that each clone keeps in flight; default 1",
    apply: (job, depth) => {
      job.iodepth = depth;
    },
  }),
  option({
    name: "numjobs",
    type: wholeNumber(1, MAX_NUMJOBS),
    doc: "clones of the job, each a thread with a session of its own; default 1",
    apply: (job, clones) => {
      job.numjobs = clones;
    },
  }),
  option({
    name: "rate_iops",
    type: tripleOf(wholeNumber(0, Number.MAX_SAFE_INTEGER)),
    doc: "operations a second for each clone and direction; default 0, as fast as it goes",
    apply: (job, rate) => {
      for (const direction of ["read", "write"] as const) {
        const perSecond = rate[direction];
        if (perSecond === 0) delete job.rateIops[direction];
        else if (perSecond !== undefined) job.rateIops[direction] = perSecond;
      }
    },
  }),
];
