/** Options that say how long operations are, and where random ones may start. */
import { DIRECTIONS, type DirectionTriple } from "../../../directions.js";
import type { BlockRange, Job } from "../../job.js";
import { type JobOption, option, sets } from "../option.js";
import { size, sizeRange } from "../size-types.js";
import { blockSplit } from "../split-types.js";
import { tripleOf } from "../triple.js";
import { onSwitch } from "../value-types.js";

function setRanges(job: Job, ranges: Partial<DirectionTriple<BlockRange>>): void {
  Object.assign(job.blockRange, ranges);
}

export const LENGTH_OPTIONS: JobOption[] = [
  option({
    name: "bs",
    aliases: ["blocksize"],
    type: tripleOf(size(1)),
    doc: "the bytes of one operation; default 4k",
    apply: (job, blockSize) => {
      Object.assign(job.blockSizeBytes, blockSize);
      for (const direction of DIRECTIONS) {
        if (blockSize[direction] !== undefined) delete job.blockRange[direction];
      }
    },
  }),
  option({
    name: "bsrange",
    aliases: ["blocksize_range"],
    type: tripleOf(sizeRange(1)),
    doc: "bounds of the bytes of one operation, each a multiple of the lower one",
    apply: setRanges,
  }),
  option({
    name: "bssplit",
    type: tripleOf(blockSplit),
    doc: "sizes of operations and the percentage of each; what is left out shares the rest",
    apply: setRanges,
  }),
  option({
    name: "bs_unaligned",
    aliases: ["blocksize_unaligned"],
    type: onSwitch,
    doc: "any length of bsrange, and not only multiples of the lower bound",
    apply: sets("blockUnaligned"),
  }),
  option({
    name: "blockalign",
    aliases: ["ba"],
    type: tripleOf(size(1)),
    doc: "what random offsets are multiples of, drawn independently; default the smallest block",
    apply: (job, align) => {
      Object.assign(job.blockAlignBytes, align);
    },
  }),
];
