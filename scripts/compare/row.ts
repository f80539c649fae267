/** What a comparison comes to: measured on both sides, or on one, or not at all. */

/** Of the rounds of one measurement. */
export interface Spread {
  median: number;
  min: number;
  max: number;
}

export type Target = { at_least: number } | { below: number };

export type Unit = "operations/s" | "ns";

/** Ours against another's, round by round. The target is one for the ratio. */
export interface RatioRow {
  kind: "ratio";
  title: string;
  unit: Unit;
  ours: Spread;
  against: string;
  theirs: Spread;
  /** Of the ratios of each round: what slows a whole round slows both of its sides. */
  ratio: Spread;
  target: Target;
  met: boolean;
}

/** A figure of ours alone. */
export interface FigureRow {
  kind: "figure";
  title: string;
  unit: Unit;
  ours: Spread;
  /** Null for what is shown to explain the others. */
  target: Target | null;
  met: boolean | null;
}

export interface NotRunRow {
  kind: "not_run";
  title: string;
  reason: string;
}

export type Row = RatioRow | FigureRow | NotRunRow;

export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (index: number) => sorted[index] ?? Number.NaN;
  const middle = (sorted.length - 1) / 2;
  return {
    median: (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2,
    min: at(0),
    max: at(sorted.length - 1),
  };
}

/** Whether the median meets the target; the extremes show how far to trust it. */
function meets({ median }: Spread, target: Target): boolean {
  return "below" in target ? median < target.below : median >= target.at_least;
}

export interface Rounds {
  ours: readonly number[];
  theirs: readonly number[];
}

/** Of rates, in operations a second. */
export function ratioRow(
  described: Pick<RatioRow, "title" | "against" | "target">,
  { ours, theirs }: Rounds,
): RatioRow {
  const ratio = spreadOf(ours.map((rate, round) => rate / (theirs[round] ?? Number.NaN)));
  return {
    kind: "ratio",
    unit: "operations/s",
    ...described,
    ours: spreadOf(ours),
    theirs: spreadOf(theirs),
    ratio,
    met: meets(ratio, described.target),
  };
}

export function figureRow(
  described: Pick<FigureRow, "title" | "unit" | "target">,
  values: readonly number[],
): FigureRow {
  const ours = spreadOf(values);
  const { target } = described;
  return { kind: "figure", ...described, ours, met: target === null ? null : meets(ours, target) };
}
