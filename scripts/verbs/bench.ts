/**
 * bench.ts [--rounds N] [--seconds N] [--json] [latency | bandwidth]…: measures memvol over verbs
 * against perftest, on the first RDMA device of this machine over which volumes can be reached.
 * Ends with 0 and says so where there is none.
 */

import { runComparison } from "../compare/run.js";
import { bandwidthGroup, latencyGroup } from "./group.js";
import { rdmaPlaces } from "./rdma-places.js";

const [place] = rdmaPlaces().usable;
if (place === undefined) {
  process.stdout.write("no RDMA device with an address here: nothing was measured over verbs\n");
} else {
  // The device that all measurements share is told by its environment.
  process.env.MEMVOL_FABRIC_PROVIDER = "verbs";
  process.env.MEMVOL_FABRIC_INTERFACE = place.address;
  await runComparison(
    {
      command: "npm run bench:verbs",
      groups: [latencyGroup(place), bandwidthGroup(place)],
      seeAlso: "What the rows mean: docs/rdma.md. ib_write_lat counts one way of two.",
    },
    process.argv.slice(2),
  );
}
