/** What a comparison comes to: measured on both sides, or on one, or not at all. */

/** Of the rounds of one measurement. */
export interface Spread {
  median: number;
  min: number;
  max: number;
}

/** Every bound that is given holds. */
export interface Target {
  at_least?: number;
  at_most?: number;
  below?: number;
}

/** A share is of what the same does without what is measured. */
export type Unit = "operations/s" | "ns" | "share";

/** One side against another, round by round. The target is one for the ratio. */
export interface RatioRow {
  kind: "ratio";
  title: string;
  unit: Unit;
  ours: Spread;
  against: string;
  theirs: Spread;
  /** Of the ratios of each round: what slows a whole round slows both of its sides. */
  ratio: Spread;
  /** Null for what is shown to explain the others. */
  target: Target | null;
  met: boolean | null;
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

/** How the times behind a figure are distributed. */
export interface HistogramRow {
  kind: "histogram";
  title: string;
  /** From the quickest on; the first has everything below, the last everything above. */
  bars: { floor_ns: number; count: number }[];
}

export type Row = RatioRow | FigureRow | HistogramRow | NotRunRow;

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
function meets({ median }: Spread, target: Target | null): boolean | null {
  if (target === null) return null;
  const { at_least = -Infinity, at_most = Infinity, below = Infinity } = target;
  return median >= at_least && median <= at_most && median < below;
}

/** What each round measured, on both sides. */
export interface Rounds<Figure = number> {
  ours: readonly Figure[];
  theirs: readonly Figure[];
}

export function ratioRow(
  described: Pick<RatioRow, "title" | "unit" | "against" | "target">,
  { ours, theirs }: Rounds,
): RatioRow {
  const ratio = spreadOf(ours.map((value, round) => value / (theirs[round] ?? Number.NaN)));
  return {
    kind: "ratio",
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
  return { kind: "figure", ...described, ours, met: meets(ours, described.target) };
}
