/** Rows from measurements of writes. */
import { type RatioRow, type Rounds, ratioRow } from "../compare/row.js";
import type { Measurement } from "./measurement.js";

type Described = Pick<RatioRow, "title" | "against" | "target">;

export function rateRow(described: Described, rounds: Rounds<Measurement>): RatioRow {
  return ratioRow(
    { ...described, unit: "operations/s" },
    figures(rounds, ({ iops }) => iops),
  );
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
