/**
 * How soon the observer knows, at full load: the service times of writes that are complete only
 * once their regions are dirty. So each is an upper bound of the time from the operation to the
 * dirty bit.
 */
import { repeat } from "../../compare/alternate.js";
import type { Group } from "../../compare/groups/group.js";
import { figureRow, type HistogramRow, type Row, type Target } from "../../compare/row.js";
import { VOLUME_SIZE } from "../../compare/workbench.js";
import { histogramBars } from "../bars.js";
import { type Load, loadTitle, type Measurement, measureWrites } from "../measurement.js";

const MODES = ["immediate", "scratch", "message"] as const;
const FULL_LOAD: Load = { bs: "4k", iodepth: 32, sessions: 1, size: VOLUME_SIZE };
const LAG_TARGET: Target = { below: 10e6 };

const FIGURES: { name: string; of(run: Measurement): number; target: Target | null }[] = [
  { name: "p50", of: ({ service }) => service.getValueAtPercentile(50), target: null },
  { name: "p99", of: ({ service }) => service.getValueAtPercentile(99), target: LAG_TARGET },
  { name: "p99.9", of: ({ service }) => service.getValueAtPercentile(99.9), target: null },
  { name: "max", of: ({ serviceNsMax }) => serviceNsMax, target: null },
];

export const lagGroup: Group = {
  name: "lag",
  title: "from the operation to the dirty bit",
  async *measure(bench) {
    for (const mode of MODES) {
      const title = `lag of ${mode}, ${loadTitle(FULL_LOAD)}`;
      bench.announce(title);
      const flags = [...bench.deviceFlags, "--wait-observed"];
      const runs = await repeat(bench.rounds, () => measureWrites(bench, FULL_LOAD, mode, flags));
      yield* lagRows(title, runs);
    }
  },
};

/** The figures of the rounds, and one histogram of all of them. */
export function lagRows(title: string, runs: readonly Measurement[]): Row[] {
  const figures = FIGURES.map(({ name, of, target }) =>
    figureRow({ title: `${title}, ${name}`, unit: "ns", target }, runs.map(of)),
  );
  const histogram: HistogramRow = {
    kind: "histogram",
    title: `${title}: service times of all rounds, waited for`,
    bars: histogramBars(runs.map(({ service }) => service)),
  };
  return [...figures, histogram];
}
