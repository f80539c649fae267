/**
 * main.ts [--rounds N] [--seconds N] [--json] [GROUP…]: measures memvol against what it is to be
 * compared with.
 */
import { bareGroup } from "./groups/bare.js";
import { nbdGroup } from "./groups/nbd.js";
import { nullGroup } from "./groups/null.js";
import { viewGroup } from "./groups/view.js";
import { runComparison } from "./run.js";

await runComparison(
  {
    command: "npm run bench:compare",
    groups: [bareGroup, nbdGroup, nullGroup, viewGroup],
    seeAlso: "Start-up times: npm run bench:startup. What the rows mean: docs/measuring.md.",
  },
  process.argv.slice(2),
);
