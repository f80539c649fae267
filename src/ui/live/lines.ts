/** The fallback where there is no terminal to draw on: a line of text for a frame. */

import { SNAPSHOT_PERCENTILES } from "../../binding/native-run.js";
import type { Direction } from "../../directions.js";
import {
  formatBandwidth,
  formatDurationNs,
  formatElapsed,
  formatRate,
} from "../../units/format.js";
import { type LiveFrame, usedDirections } from "./frame.js";

const P99 = SNAPSHOT_PERCENTILES.indexOf(99);

/** `12s  read 145k IOPS 566 MiB/s p99 210 µs | write …`, of the last second of all jobs. */
export function formatFrameLine(frame: LiveFrame): string {
  const rights = usedDirections(frame.directions);
  const parts = rights.map((right) => directionText(frame, right));
  if (frame.total.errors > 0) parts.push(`${frame.total.errors} errors`);
  const missed = frame.gates.filter(({ state }) => state === "missed").length;
  if (missed > 0) parts.push(`${missed} of ${frame.gates.length} thresholds missed`);
  if (frame.phase !== "running") parts.push(frame.phase);
  return `${formatElapsed(frame.elapsedSeconds)}  ${parts.join(" | ")}`;
}

/** `read 145k IOPS 566 MiB/s p99 210 µs`; `p99 ≈` where it is an estimate. */
export function directionText(frame: LiveFrame, right: Direction): string {
  const { iops, bytesPerSecond } = frame.total.rates[right];
  const { count, estimated, percentilesNs } = frame.latency[right];
  const rates = `${right} ${formatRate(iops)} IOPS ${formatBandwidth(bytesPerSecond)}`;
  if (count === 0) return rates;
  const p99 = formatDurationNs(percentilesNs[P99] ?? 0);
  return `${rates} p99 ${estimated ? "≈ " : ""}${p99}`;
}
