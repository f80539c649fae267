/** Options that say when a job's operations may start. */
import { type JobOption, option, sets } from "../option.js";
import { microseconds } from "../time-types.js";
import { oneOf, oneOrZero, wholeNumber } from "../value-types.js";
import { cpuList } from "./cpu-list.js";

const MOST = 2 ** 32 - 1;
const count = wholeNumber(0, MOST);

export const FLOW_OPTIONS: JobOption[] = [
  option({
    name: "thinktime",
    type: microseconds,
    doc: "pause after each thinktime_blocks operations, once they have completed; default 0",
    apply: sets("thinkSeconds"),
  }),
  option({
    name: "thinktime_blocks",
    type: wholeNumber(1, MOST),
    doc: "operations before each pause, of which no more are in flight at once; default 1",
    apply: sets("thinkBlocks"),
  }),
  option({
    name: "iodepth_batch_submit",
    aliases: ["iodepth_batch"],
    type: count,
    doc: "operations posted in one go, when there is room for all; 0: the iodepth; default 1",
    apply: sets("batchSubmit"),
  }),
  option({
    name: "iodepth_batch_complete_min",
    aliases: ["iodepth_batch_complete"],
    type: count,
    doc: "completions that a full queue waits for before it is filled again; default 1",
    apply: sets("batchCompleteMin"),
  }),
  option({
    name: "iodepth_batch_complete_max",
    type: count,
    doc: "the most completions taken in one go; default the iodepth, also as 0",
    apply: sets("batchCompleteMax"),
  }),
  option({
    name: "iodepth_low",
    type: count,
    doc: "how far a full queue drains before it is filled again; default the iodepth",
    apply: sets("depthLow"),
  }),
  option({
    name: "serialize_overlap",
    type: oneOrZero,
    doc: "an operation waits for those of its clone in flight that overlap it; default 0",
    apply: sets("serializeOverlap"),
  }),
  option({
    name: "cpus_allowed",
    type: cpuList,
    doc: "the processors that the clones run on; default all",
    apply: sets("cpus"),
  }),
  option({
    name: "cpus_allowed_policy",
    type: oneOf({ shared: "shared", split: "split" } as const),
    doc: "share all of cpus_allowed, or one for each clone, in turn; default shared",
    apply: sets("cpusPolicy"),
  }),
];
