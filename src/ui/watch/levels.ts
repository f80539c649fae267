/** How much a cell of a map shows: one of five levels, which differ without color as well. */
import type { ActivityMap, DirtyCell } from "./frame.js";

/** From nothing to the most. */
export const LEVEL_GLYPHS = ["·", "░", "▒", "▓", "█"] as const;

/** The least values of the upper three levels; the one below them has anything above 0. */
export type Thresholds = readonly [number, number, number];

/** From a level to the next: five times the rate, so that warm cells show beside hot ones. */
const STEP = 5;

/** Shares of a cell's regions: a quarter, a half, all. */
export const DIRTY_THRESHOLDS: Thresholds = [0.25, 0.5, 1];

/** The uppermost is not for a few operations a second. */
const LEAST_TOP = STEP ** 2;

/** Round rates of which the hottest cell reaches the uppermost, unless it is hardly warm. */
export function activityThresholds({ highest }: Pick<ActivityMap, "highest">): Thresholds {
  const top = Math.max(LEAST_TOP, roundDown(highest));
  return [top / STEP ** 2, top / STEP, top];
}

/** To 1, 2 or 5 times a power of ten, from 1 on. */
function roundDown(value: number): number {
  // By digits: the logarithm of what is just below a power of ten is rounded up.
  const power = 10 ** (String(Math.floor(value)).length - 1);
  const digit = [5, 2].find((candidate) => value >= candidate * power) ?? 1;
  return digit * power;
}

/** An index of `LEVEL_GLYPHS`. */
export function levelOf(value: number, thresholds: Thresholds): number {
  if (value <= 0) return 0;
  return 1 + thresholds.filter((threshold) => value >= threshold).length;
}

/** Neighbors as one cell: the hottest of them, so that no burst is averaged away. */
export function mergeActivity(cells: readonly number[], merge: number): number[] {
  return groupsOf(cells, merge).map((group) => Math.max(...group));
}

/** The dirty share of each `merge` cells. */
export function mergeDirty(cells: readonly DirtyCell[], merge: number): number[] {
  return groupsOf(cells, merge).map((group) => {
    const regions = group.reduce((sum, cell) => sum + cell.regions, 0);
    return regions > 0 ? group.reduce((sum, cell) => sum + cell.dirty, 0) / regions : 0;
  });
}

function groupsOf<T>(cells: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(cells.length / size) }, (_, index) =>
    cells.slice(index * size, (index + 1) * size),
  );
}
