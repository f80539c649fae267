/** Options of a log that is replayed in the place of a pattern. */
import { type JobOption, option, setsIn } from "../option.js";
import { oneOrZero, refusal, type ValueType, wholeNumber } from "../value-types.js";

/** As fio writes several: with `:` between, which a `\` before it makes part of a name. */
const files: ValueType<string[]> = {
  allowed: "a file, or several with ':' between",
  parse(text) {
    const names = text.split(/(?<!\\):/).map((name) => name.replaceAll("\\:", ":"));
    if (names.every((name) => name !== "" && name !== "-")) return names;
    throw refusal(text, "names no files");
  },
};

export const REPLAY_OPTIONS: JobOption[] = [
  option({
    name: "read_iolog",
    type: files,
    doc: "do what a log of fio's, of version 2 or 3, says; of several, each clone has the next",
    apply: setsIn("iolog", "files"),
  }),
  option({
    name: "replay_no_stall",
    type: oneOrZero,
    doc: "as fast as it goes, in the log's order; default 0, at the log's times",
    apply: setsIn("iolog", "noStall"),
  }),
  option({
    name: "replay_time_scale",
    type: wholeNumber(1, 2 ** 31 - 1),
    doc: "percent of the log's rate, 200 is twice as fast; default 100",
    apply: setsIn("iolog", "ratePercent"),
  }),
];
