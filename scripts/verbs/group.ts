/** memvol against perftest over the same adapter, in turn. */
import * as z from "zod";
import { alternate } from "../compare/alternate.js";
import type { Group } from "../compare/groups/group.js";
import { requirePrograms } from "../compare/program.js";
import { iopsOf } from "../compare/rates.js";
import { ratioRow } from "../compare/row.js";
import { timedRun, type Workbench } from "../compare/workbench.js";
import { latencyNsOf, type Place, rateOf, runPerftest } from "./perftest.js";

const KIB = 1024;
const LATENCY_SIZES = [4 * KIB, 64 * KIB];
/** Perftest's own for its tests of bandwidth: 64 KiB, and so many at once. */
const BANDWIDTH_BYTES = 64 * KIB;
const BANDWIDTH_DEPTH = 128;
const ITERATIONS = "1000";

const DIRECTIONS = ["read", "write"] as const;
type Direction = (typeof DIRECTIONS)[number];

const latencies = z.object({
  clat_ns: z.object({ percentile: z.record(z.string(), z.number()).optional() }),
});
const report = z.object({ jobs: z.array(z.object({ read: latencies, write: latencies })) });

export function latencyGroup(place: Place): Group {
  return {
    name: "latency",
    title: "latency at depth 1, against perftest",
    async *measure(bench) {
      requirePerftest();
      for (const size of LATENCY_SIZES) {
        for (const direction of DIRECTIONS) {
          const title = `${direction}, ${size / KIB} KiB, depth 1`;
          const program = `ib_${direction}_lat`;
          bench.announce(`${title}, against ${program}`);
          const flags = ["-s", String(size), "-n", ITERATIONS];
          const rounds = await alternate(
            bench.rounds,
            async () => medianOf(await bench.run(ourRun(bench, direction, size, 1)), direction),
            async () => latencyNsOf(await runPerftest(bench, place, program, flags)),
          );
          yield ratioRow({ title, unit: "ns", against: program, target: { at_most: 1.1 } }, rounds);
        }
      }
    },
  };
}

export function bandwidthGroup(place: Place): Group {
  return {
    name: "bandwidth",
    title: "bandwidth, against perftest",
    async *measure(bench) {
      requirePerftest();
      for (const direction of DIRECTIONS) {
        const title = `${direction}, 64 KiB, depth ${BANDWIDTH_DEPTH}`;
        const program = `ib_${direction}_bw`;
        bench.announce(`${title}, against ${program}`);
        const flags = ["-s", String(BANDWIDTH_BYTES), "-n", ITERATIONS];
        const ours = ourRun(bench, direction, BANDWIDTH_BYTES, BANDWIDTH_DEPTH);
        const rounds = await alternate(
          bench.rounds,
          async () => iopsOf(await bench.run(ours)),
          async () => rateOf(await runPerftest(bench, place, program, flags)),
        );
        yield ratioRow(
          { title, unit: "operations/s", against: program, target: { at_least: 0.95 } },
          rounds,
        );
      }
    },
  };
}

function requirePerftest(): void {
  requirePrograms({ ib_read_lat: "perftest" }, process.env.PATH ?? "");
}

/** Not observed: perftest tells nobody either. */
function ourRun(bench: Workbench, direction: Direction, size: number, depth: number): string[] {
  const job = ["--rw", direction, "--bs", String(size), "--iodepth", String(depth)];
  const where = ["--size", "8m", "--observe", "none", "--json"];
  return timedRun(bench, [...job, ...where, ...bench.deviceFlags]);
}

function medianOf(text: string, direction: Direction): number {
  const { jobs } = report.parse(JSON.parse(text));
  const median = jobs[0]?.[direction].clat_ns.percentile?.["50.000000"];
  if (median === undefined) throw new Error("the run has no median latency");
  return median;
}
