/** Lists of shares joined by colons: block sizes and zones. */
import type { BlockRange, RandomDistribution } from "../job.js";
import { size } from "./size-types.js";
import { refusal, type ValueContext, type ValueType } from "./value-types.js";

const MOST_BLOCK_SIZES = 64;
const MOST_ZONES = 256;

const anySize = size(1);

/** `4k/10:64k/50:32k/40`. As in fio, what is missing from 100 % goes to the largest share. */
export const blockSplit: ValueType<BlockRange> = {
  allowed: `up to ${MOST_BLOCK_SIZES} sizes with their percentages, as 4k/10:64k/50:32k/`,
  parse(text, context) {
    const entries = pairs(text, MOST_BLOCK_SIZES);
    const sizes = entries.map(([bytes]) => anySize.parse(bytes, context));
    const percents = filledUp(
      text,
      entries.map(([, percent]) => percent),
    );
    const rest = 100 - percents.reduce((sum, percent) => sum + percent, 0);
    const largest = percents.indexOf(Math.max(...percents));
    const split = sizes.map((bytes, index) => ({
      bytes,
      percent: (percents[index] ?? 0) + (index === largest ? rest : 0),
    }));
    return { minBytes: Math.min(...sizes), maxBytes: Math.max(...sizes), split };
  },
};

type Zones = Extract<RandomDistribution, { shape: "zoned" | "zoned_abs" }>;

/** `60/10:30/20:8/30:2/40` after the name: shares of the operations, and of the range or bytes. */
export function parseZones(shape: Zones["shape"], text: string, context: ValueContext): Zones {
  const entries = pairs(text, MOST_ZONES);
  const accesses = filledUp(
    text,
    entries.map(([access]) => access),
  );
  if (accesses.reduce((sum, access) => sum + access, 0) !== 100) {
    throw refusal(text, "has shares of the operations that do not add up to 100");
  }
  const sizes =
    shape === "zoned"
      ? filledUp(
          text,
          entries.map(([, zone]) => zone),
        )
      : entries.map(([, zone = ""]) => anySize.parse(zone, context));
  const zones = accesses.map((accessPercent, index) => ({
    accessPercent,
    size: sizes[index] ?? 0,
  }));
  return { shape, zones };
}

function pairs(text: string, most: number): [first: string, second: string | undefined][] {
  const parts = text.split(":");
  if (parts.length > most) throw refusal(text, `has ${parts.length} parts; ${most} is the limit`);
  return parts.map((part) => {
    const [first = "", second, third] = part.split("/");
    if (first === "" || third !== undefined) throw refusal(text, `has '${part}' for a share`);
    return [first, second === "" ? undefined : second];
  });
}

/** Percentages, of which those left out share what the others leave. */
function filledUp(text: string, written: readonly (string | undefined)[]): number[] {
  const given = written.map((percent) =>
    percent === undefined ? undefined : whole(text, percent),
  );
  const sum = given.reduce<number>((total, percent) => total + (percent ?? 0), 0);
  if (sum > 100) throw refusal(text, "has percentages that add up to more than 100");
  const missing = given.filter((percent) => percent === undefined).length;
  return given.map((percent) => percent ?? (100 - sum) / missing);
}

function whole(text: string, percent: string): number {
  if (/^\d+$/.test(percent) && Number(percent) <= 100) return Number(percent);
  throw refusal(text, `has '${percent}' for a percentage`);
}
