/** memvol against the least that can be done with libfabric. */
import { alternate } from "../alternate.js";
import { bareRateOf } from "../rates.js";
import { ratioRow } from "../row.js";
import { BARE_LOOP, memvolRate } from "../workbench.js";
import type { Group } from "./group.js";

const CASES = [
  { operation: "read", iodepth: 1 },
  { operation: "read", iodepth: 32 },
  { operation: "write", iodepth: 1 },
  { operation: "write", iodepth: 32 },
];

/** The loop tells nobody of its writes. What telling costs is measured by bench:observer. */
const UNOBSERVED = ["--observe", "none"];

export const bareGroup: Group = {
  name: "bare",
  title: "memvol against a bare libfabric loop",
  async *measure(bench) {
    for (const { operation, iodepth } of CASES) {
      const title = `random ${operation}, 4 KiB, depth ${iodepth}`;
      bench.announce(`${title}, against the bare loop`);
      const job = ["--rw", `rand${operation}`, "--iodepth", String(iodepth)];
      const loop = [BARE_LOOP, operation, String(iodepth), String(bench.seconds)];
      const rounds = await alternate(
        bench.rounds,
        () => memvolRate(bench, [...bench.deviceFlags, ...job, ...UNOBSERVED]),
        async () => bareRateOf(await bench.run(loop)),
      );
      yield ratioRow(
        { title, unit: "operations/s", against: "bare loop", target: { at_least: 0.95 } },
        rounds,
      );
    }
  },
};
