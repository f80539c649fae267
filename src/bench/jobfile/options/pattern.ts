/** Options that say which operations a job does, and where. */
import { ACCESS_PATTERNS, type AccessPattern, type Job } from "../../job.js";
import { type JobOption, option, sets } from "../option.js";
import { signedSize } from "../size-types.js";
import { tripleOf } from "../triple.js";
import { oneOf, onSwitch, type ValueType, wholeNumber } from "../value-types.js";
import { distribution } from "./distribution.js";

const MOST_IN_A_RUN = 2 ** 32 - 1;

const patterns: Record<string, AccessPattern> = {
  ...Object.fromEntries(ACCESS_PATTERNS.map((pattern) => [pattern, pattern])),
  readwrite: "rw",
};

const patternName = oneOf(patterns);
const run = wholeNumber(1, MOST_IN_A_RUN);

const patternWithModifier: ValueType<Pick<Job, "rw" | "rwModifier">> = {
  allowed:
    `${patternName.allowed}; with :N, such as randread:8 or write:4k, ` +
    "for N operations from each random place, or N bytes left out after each sequential one",
  parse(text, context) {
    const [, name = "", modifier] = /^([^:]*)(?::(.*))?$/s.exec(text) ?? [];
    const rw = patternName.parse(name, context);
    if (modifier === undefined) return { rw };
    const type = rw.startsWith("rand") ? run : signedSize;
    return { rw, rwModifier: type.parse(modifier, context) };
  },
};

const percent: ValueType<number> = wholeNumber(0, 100);

export const PATTERN_OPTIONS: JobOption[] = [
  option({
    name: "rw",
    aliases: ["readwrite"],
    type: patternWithModifier,
    doc: "the access pattern; a trim writes zeros; default read",
    apply: (job, { rw, rwModifier }) => {
      job.rw = rw;
      delete job.rwModifier;
      if (rwModifier !== undefined) job.rwModifier = rwModifier;
    },
  }),
  option({
    name: "rw_sequencer",
    type: oneOf({ sequential: "sequential", identical: "identical" } as const),
    doc: "what the N of a random rw=…:N do: follow one another, or repeat; default sequential",
    apply: sets("rwSequencer"),
  }),
  option({
    name: "rwmixread",
    type: percent,
    doc: "the share of reads in a mixed job, in percent; default 50",
    apply: sets("readMixPercent"),
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
    name: "percentage_random",
    type: tripleOf(percent),
    doc: "of a random job's operations; the others follow on the one before; default 100",
    apply: (job, share) => {
      Object.assign(job.randomPercent, share);
    },
  }),
  option({
    name: "random_distribution",
    type: distribution,
    doc: "which places of the range are hit how often; default random, which is evenly",
    apply: sets("distribution"),
  }),
  option({
    name: "norandommap",
    type: onSwitch,
    doc: "draw each place independently, and not each block once in a pass over the range",
    apply: (job, on) => {
      job.randomMap = !on;
    },
  }),
  option({
    name: "random_generator",
    type: oneOf({ tausworthe: "tausworthe", lfsr: "lfsr", tausworthe64: "tausworthe64" } as const),
    doc: "lfsr: each block once also with norandommap; the others: no difference",
    apply: sets("randomGenerator"),
  }),
];
