/** Where on the volume there was traffic of late, from counters of its whole life. */
import { COLD, type Heat, heatAfter } from "./heat.js";
import { increase } from "./rates.js";
import type { CellStatistics } from "./statistics.js";

/** Maps of traffic. Atomic operations change bytes as writes do and are shown with them. */
export const ACTIVITIES = ["read", "write"] as const;
export type ActivityKind = (typeof ACTIVITIES)[number];

export interface Activity {
  cells: readonly Heat[];
  /** The hottest cell of the last half minute, for a scale that stands still. */
  hottest: Heat;
}

export type Activities = Record<ActivityKind, Activity>;

/** How long a burst stays visible. */
const CELL_FADE_SECONDS = 5;
const SCALE_FADE_SECONDS = 30;

export function quietActivities(cells: CellStatistics): Activities {
  const quiet = { cells: cells.read.map(() => COLD), hottest: COLD };
  return { read: quiet, write: quiet };
}

/** The activities after `seconds` (more than none) in which the counters went on to `now`. */
export function activitiesAfter(
  activities: Activities,
  before: CellStatistics,
  now: CellStatistics,
  seconds: number,
): Activities {
  const next = (kind: ActivityKind) => {
    const [earlier, later] = [operationsOf(before, kind), operationsOf(now, kind)];
    const cells = later.map((operations, index) => {
      const perSecond = increase(earlier[index] ?? 0, operations) / seconds;
      return heatAfter(
        activities[kind].cells[index] ?? COLD,
        perSecond,
        seconds,
        CELL_FADE_SECONDS,
      );
    });
    const highest = Math.max(0, ...cells.map((cell) => cell.perSecond));
    const { hottest } = activities[kind];
    return { cells, hottest: heatAfter(hottest, highest, seconds, SCALE_FADE_SECONDS) };
  };
  return { read: next("read"), write: next("write") };
}

function operationsOf(cells: CellStatistics, kind: ActivityKind): readonly number[] {
  if (kind === "read") return cells.read;
  return cells.write.map((operations, index) => operations + (cells.atomic[index] ?? 0));
}
