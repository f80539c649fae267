/**
 * main.ts [--rounds N] [--seconds N] [--json] [GROUP…]: measures what observing costs a load, and
 * how soon the observer knows.
 */
import { runComparison } from "../compare/run.js";
import { idleGroup } from "./groups/idle.js";
import { lagGroup } from "./groups/lag.js";
import { modeGroups } from "./groups/modes.js";
import { sizeGroup } from "./groups/size.js";

await runComparison(
  {
    command: "npm run bench:observer",
    groups: [...modeGroups, lagGroup, sizeGroup, idleGroup],
    seeAlso: "What the rows mean: docs/measuring.md.",
  },
  process.argv.slice(2),
);
