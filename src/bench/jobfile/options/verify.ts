/** Options of what is written, and of its verification. */
import { VERIFY_METHODS, type VerifyMethod } from "../../../binding/native-contents.js";
import type { Job } from "../../job.js";
import { fillPattern } from "../fill-pattern.js";
import { type JobOption, option } from "../option.js";
import { size } from "../size-types.js";
import { oneOf, oneOrZero, onSwitch, wholeNumber } from "../value-types.js";

const count = wholeNumber(0, 2 ** 32 - 1);

const methods: Record<string, VerifyMethod | "none"> = {
  ...Object.fromEntries(VERIFY_METHODS.map((method) => [method, method])),
  "crc32c-intel": "crc32c",
  0: "none",
};

const errorKinds: Record<string, Job["continueOnError"]> = {
  ...{ none: "none", read: "read", write: "write", io: "io" },
  ...{ verify: "verify", all: "all", 0: "none", 1: "all" },
};

export const BUFFER_OPTIONS: JobOption[] = [
  option({
    name: "zero_buffers",
    type: onSwitch,
    doc: "write zeros; default data that neither compresses nor deduplicates",
    apply: (job, on) => {
      job.buffers.zeros = on;
    },
  }),
  option({
    name: "refill_buffers",
    type: onSwitch,
    doc: "new random data in each write; default a new number in each of its sectors",
    apply: (job, on) => {
      job.buffers.refill = on;
    },
  }),
  option({
    name: "buffer_pattern",
    type: fillPattern(false),
    doc: "what the blocks are filled with, again and again",
    apply: (job, pattern) => {
      job.buffers.pattern = pattern;
    },
  }),
  option({
    name: "buffer_compress_percentage",
    type: wholeNumber(0, 100),
    doc: "of each 512 bytes, zeros or the pattern instead of random data; default 0",
    apply: (job, percent) => {
      job.buffers.compressPercent = percent;
    },
  }),
];

export const VERIFY_OPTIONS: JobOption[] = [
  option({
    name: "verify",
    type: oneOf(methods),
    doc: "give what is written a header with a checksum, and look at what is read; default 0",
    apply: (job, method) => {
      job.verify.method = method;
    },
  }),
  option({
    name: "do_verify",
    type: oneOrZero,
    doc: "read back what was written, once the job is over; default 1",
    apply: (job, on) => {
      job.verify.readsBack = on;
    },
  }),
  option({
    name: "verify_only",
    type: onSwitch,
    doc: "write nothing: read what the same job, with the same seed, wrote before",
    apply: (job, on) => {
      job.verify.only = on;
    },
  }),
  option({
    name: "verify_fatal",
    type: oneOrZero,
    doc: "fail at the first block that is not what was written; default 0, after all",
    apply: (job, on) => {
      job.verify.fatal = on;
    },
  }),
  option({
    name: "verify_dump",
    type: oneOrZero,
    doc: "write such a block to JOB.OFFSET.received, and what it should be to .expected",
    apply: (job, on) => {
      job.verify.dump = on;
    },
  }),
  option({
    name: "verify_backlog",
    type: count,
    doc: "read back after every so many writes, too; default 0, only at the end",
    apply: (job, writes) => {
      job.verify.backlog = writes;
    },
  }),
  option({
    name: "verify_backlog_batch",
    type: count,
    doc: "how many blocks of verify_backlog are read back then; default all, also as 0",
    apply: (job, blocks) => {
      job.verify.backlogBatch = blocks;
    },
  }),
  option({
    name: "verify_pattern",
    type: fillPattern(true),
    doc: "what the blocks are filled with; with verify=pattern that alone, without a header",
    apply: (job, pattern) => {
      job.verify.pattern = pattern;
    },
  }),
  option({
    name: "verify_interval",
    type: size(0),
    doc: "bytes that have a header of their own; default 0, one for each block",
    apply: (job, bytes) => {
      job.verify.intervalBytes = bytes;
    },
  }),
  option({
    name: "continue_on_error",
    type: oneOf(errorKinds),
    doc: "errors that are counted and do not fail the job: here those of verify; default none",
    apply: (job, kind) => {
      job.continueOnError = kind;
    },
  }),
];
