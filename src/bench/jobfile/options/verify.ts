/** Options of what is written, and of its verification. */
import { VERIFY_METHODS, type VerifyMethod } from "../../../binding/native-contents.js";
import { fillPattern } from "../fill-pattern.js";
import { type JobOption, option, setsIn } from "../option.js";
import { size } from "../size-types.js";
import { oneOf, oneOrZero, onSwitch, wholeNumber } from "../value-types.js";

const count = wholeNumber(0, 2 ** 32 - 1);

const methods: Record<string, VerifyMethod | "none"> = {
  ...Object.fromEntries(VERIFY_METHODS.map((method) => [method, method])),
  "crc32c-intel": "crc32c",
  0: "none",
};

export const BUFFER_OPTIONS: JobOption[] = [
  option({
    name: "zero_buffers",
    type: onSwitch,
    doc: "write zeros; default data that neither compresses nor deduplicates",
    apply: setsIn("buffers", "zeros"),
  }),
  option({
    name: "refill_buffers",
    type: onSwitch,
    doc: "new random data in each write; default a new number in each of its sectors",
    apply: setsIn("buffers", "refill"),
  }),
  option({
    name: "buffer_pattern",
    type: fillPattern(false),
    doc: "what the blocks are filled with, again and again",
    apply: setsIn("buffers", "pattern"),
  }),
  option({
    name: "buffer_compress_percentage",
    type: wholeNumber(0, 100),
    doc: "of each 512 bytes, zeros or the pattern instead of random data; default 0",
    apply: setsIn("buffers", "compressPercent"),
  }),
];

export const VERIFY_OPTIONS: JobOption[] = [
  option({
    name: "verify",
    type: oneOf(methods),
    doc: "give what is written a header with a checksum, and look at what is read; default 0",
    apply: setsIn("verify", "method"),
  }),
  option({
    name: "do_verify",
    type: oneOrZero,
    doc: "read back what was written, once the job is over; default 1",
    apply: setsIn("verify", "readsBack"),
  }),
  option({
    name: "verify_only",
    type: onSwitch,
    doc: "write nothing: read what the same job, with the same seed, wrote before",
    apply: setsIn("verify", "only"),
  }),
  option({
    name: "verify_fatal",
    type: oneOrZero,
    doc: "fail at the first block that is not what was written; default 0, after all",
    apply: setsIn("verify", "fatal"),
  }),
  option({
    name: "verify_dump",
    type: oneOrZero,
    doc: "write such a block to JOB.OFFSET.received, and what it should be to .expected",
    apply: setsIn("verify", "dump"),
  }),
  option({
    name: "verify_backlog",
    type: count,
    doc: "read back after every so many writes, too; default 0, only at the end",
    apply: setsIn("verify", "backlog"),
  }),
  option({
    name: "verify_backlog_batch",
    type: count,
    doc: "how many blocks of verify_backlog are read back then; default all, also as 0",
    apply: setsIn("verify", "backlogBatch"),
  }),
  option({
    name: "verify_pattern",
    type: fillPattern(true),
    doc: "what the blocks are filled with; with verify=pattern that alone, without a header",
    apply: setsIn("verify", "pattern"),
  }),
  option({
    name: "verify_interval",
    type: size(0),
    doc: "bytes that have a header of their own; default 0, one for each block",
    apply: setsIn("verify", "intervalBytes"),
  }),
];
