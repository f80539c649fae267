/** Rows from measurements of writes. */
import { type RatioRow, type Rounds, ratioRow } from "../compare/row.js";
import type { Measurement, Pair } from "./measurement.js";

type Described = Pick<RatioRow, "title" | "against" | "target">;

export function rateRow(described: Described, rounds: Rounds<Measurement>): RatioRow {
  return ratioRow(
    { ...described, unit: "operations/s" },
    figures(rounds, ({ iops }) => iops),
  );
}

/** Of what an observed load has of the unobserved rate in the same place. */
function shareRow(described: Described, { ours, theirs }: Rounds<Pair>): RatioRow {
  const shares = (pairs: readonly Pair[]) =>
    pairs.map(({ observed, unobserved }) => observed.iops / unobserved.iops);
  return ratioRow({ ...described, unit: "share" }, { ours: shares(ours), theirs: shares(theirs) });
}

/**
 * Two places compared by what observing costs in each. What the place alone makes of the load is
 * no cost of observing: it is shown below, without a target.
 */
export function pairRows(described: Described, rounds: Rounds<Pair>): RatioRow[] {
  const unobserved = (pairs: readonly Pair[]) => pairs.map((pair) => pair.unobserved);
  const place = { ...described, title: `${described.title}, unobserved`, target: null };
  return [
    shareRow(described, rounds),
    rateRow(place, { ours: unobserved(rounds.ours), theirs: unobserved(rounds.theirs) }),
  ];
}

/** Of service times. */
export function p99Row(described: Described, rounds: Rounds<Measurement>): RatioRow {
  const p99 = ({ service }: Measurement) => service.getValueAtPercentile(99);
  return ratioRow({ ...described, unit: "ns" }, figures(rounds, p99));
}

function figures(
  { ours, theirs }: Rounds<Measurement>,
  figure: (measurement: Measurement) => number,
): Rounds {
  return { ours: ours.map(figure), theirs: theirs.map(figure) };
}
