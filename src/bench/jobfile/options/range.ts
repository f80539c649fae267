/** Options of the range that a job works on, and of how much it does at once. */
import { type JobOption, option, sets } from "../option.js";
import { extent } from "../size-types.js";
import { wholeNumber } from "../value-types.js";

const MAX_IODEPTH = 4096;
const MAX_NUMJOBS = 1024;

export const RANGE_OPTIONS: JobOption[] = [
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
    apply: sets("offset"),
  }),
  option({
    name: "offset_increment",
    type: extent(0),
    doc: "how far after the clone before each clone's range starts; default 0",
    apply: sets("offsetIncrement"),
  }),
  option({
    name: "iodepth",
    type: wholeNumber(1, MAX_IODEPTH),
    doc: "operations that each clone keeps in flight; default 1",
    apply: sets("iodepth"),
  }),
  option({
    name: "numjobs",
    type: wholeNumber(1, MAX_NUMJOBS),
    doc: "clones of the job, each a thread with a session of its own; default 1",
    apply: sets("numjobs"),
  }),
];
