/** Values of metrics as people write them, with the units that fit each, and as they are shown. */
import { UserError } from "../../errors.js";
import { formatBandwidth, formatDurationNs, formatRate } from "../../units/format.js";
import type { Quantity } from "./metric.js";

interface Measure {
  /** What one of a unit is worth; the empty name is a value without a unit. */
  units: Record<string, number>;
  example: string;
  format(value: number): string;
}

const THOUSANDS = { "": 1, k: 1e3, m: 1e6, g: 1e9 };

const COUNT: Measure = {
  units: THOUSANDS,
  example: "0 or 100k",
  format: (value) => value.toLocaleString("en-US"),
};

const RATE: Measure = { units: THOUSANDS, example: "100k or 1.5M", format: formatRate };

const BANDWIDTH: Measure = {
  // As all sizes of memvol: powers of 1024, whatever the spelling.
  units: Object.fromEntries(
    ["", "k", "m", "g", "t"].flatMap((letter, power) =>
      (letter === "" ? ["", "b"] : [letter, `${letter}b`, `${letter}ib`]).flatMap((name) => [
        [name, 1024 ** power],
        [`${name}/s`, 1024 ** power],
      ]),
    ),
  ),
  example: "500MiB/s",
  format: formatBandwidth,
};

const LATENCY: Measure = {
  units: { ns: 1, us: 1e3, µs: 1e3, μs: 1e3, ms: 1e6, s: 1e9 },
  example: "50us or 1.5ms",
  format: formatDurationNs,
};

function measureOf({ kind }: Quantity): Measure {
  if (kind === "iops") return RATE;
  if (kind === "bw") return BANDWIDTH;
  return kind === "ios" || kind === "errors" || kind === "late_starts" ? COUNT : LATENCY;
}

const VALUE = /^(\d+(?:\.\d+)?)\s*(\D*)$/;

/**
 * Operations a second, bytes a second, operations or nanoseconds.
 *
 * @throws UserError `threshold_invalid`
 */
export function parseLimit(text: string, quantity: Quantity): number {
  const { units, example } = measureOf(quantity);
  const [, digits, unit = ""] = VALUE.exec(text.trim()) ?? [];
  const worth = units[unit.trim().toLowerCase()];
  if (digits !== undefined && worth !== undefined) return Number(digits) * worth;
  const why = digits === undefined ? "it is no number" : whyNoUnit(unit.trim());
  throw new UserError("threshold_invalid", `'${text.trim()}' is no value of this metric: ${why}`, {
    nextSteps: [`Give one such as ${example}.`],
  });
}

function whyNoUnit(unit: string): string {
  return unit === "" ? "it has no unit" : `its unit '${unit}' does not fit`;
}

export function formatMetricValue(value: number, quantity: Quantity): string {
  return measureOf(quantity).format(value);
}
