/** How values are written on axes and in legends. */
import { formatBandwidth, formatDurationNs, formatRate } from "../../../../units/format.js";
import type { ValueUnit } from "../chart.js";

const WRITERS: Record<ValueUnit, (value: number) => string> = {
  ns: formatDurationNs,
  "operations/s": formatRate,
  "bytes/s": formatBandwidth,
  seconds: (value) => `${Number(value.toFixed(1))} s`,
  percent: (value) => `${Number(value.toPrecision(3))} %`,
  percentile: percentileAt,
};

export function formatValue(value: number | null | undefined, unit: ValueUnit): string {
  return value === null || value === undefined ? "–" : WRITERS[unit](value);
}

/** `p99.9` at 1000: the place of a percentile p is 1/(1 − p). */
function percentileAt(place: number): string {
  const percent = 100 * (1 - 1 / place);
  const decimals = Math.max(0, Math.ceil(Math.log10(place) - 2 + 1e-9)) + (place < 100 ? 0 : 1);
  return `p${Number(percent.toFixed(decimals))}`;
}

/** The median, and one for each nine. */
export function percentileTicks(_chart: unknown, _axis: number, least: number, most: number) {
  return [1, 2, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7].filter(
    (place) => place >= least && place <= most,
  );
}
