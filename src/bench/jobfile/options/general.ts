/** Options that name a job, choose its engine and shape its report. */
import type { Engine } from "../../../binding/native-run.js";
import { type JobOption, option, sets } from "../option.js";
import { oneOrZero, onSwitch, type ValueType, words } from "../value-types.js";
import { percentileList } from "./percentile-list.js";

/**
 * `null` measures memvol itself, `file` works on a local file; with the name of any other engine,
 * the fabric is used.
 */
const engine: ValueType<Engine> = {
  allowed: "'null', to measure memvol itself; 'file', for a local file; or a name passed over",
  parse(text, context) {
    const name = words.parse(text, context);
    if (name === "null" || name === "file") return name;
    if (name !== "fabric") {
      context.warn(`'${name}' has no effect: memvol reaches volumes through its fabric engine`);
    }
    return "fabric";
  },
};

export const GENERAL_OPTIONS: JobOption[] = [
  option({
    name: "name",
    type: words,
    doc: "the job's name in reports; default the section's name",
    apply: sets("name"),
  }),
  option({
    name: "description",
    type: words,
    doc: "a text that is kept with the result",
    apply: () => undefined,
  }),
  option({
    name: "ioengine",
    type: engine,
    doc: "the engine; default the fabric",
    apply: sets("engine"),
  }),
  option({
    name: "filename",
    type: words,
    doc: "the file or block device of ioengine=file; without effect on a volume",
    apply: sets("filename"),
  }),
  option({
    name: "direct",
    type: oneOrZero,
    doc: "with ioengine=file past the page cache (O_DIRECT); a volume has none; default 0",
    apply: sets("direct"),
  }),
  option({
    name: "group_reporting",
    type: onSwitch,
    doc: "report the clones of a job as one",
    apply: sets("groupReporting"),
  }),
  option({
    name: "new_group",
    type: onSwitch,
    doc: "start a new group, for group_reporting and exitall, as a stonewall does, too",
    apply: sets("newGroup"),
  }),
  option({
    name: "percentile_list",
    type: percentileList,
    doc: "the percentiles in reports; default 1:5:10:20 and so on to 99.99",
    apply: sets("percentiles"),
  }),
];
