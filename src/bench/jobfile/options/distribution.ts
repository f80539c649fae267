/** The value of `random_distribution`. */
import type { RandomDistribution } from "../../job.js";
import { parseZones } from "../split-types.js";
import { refusal, type ValueType } from "../value-types.js";

interface Curve {
  shape: "zipf" | "pareto" | "normal";
  /** Fio's. */
  byDefault: number;
  allows(parameter: number): boolean;
  range: string;
}

const CURVES: readonly Curve[] = [
  {
    shape: "zipf",
    byDefault: 1.1,
    allows: (theta) => theta > 0 && theta !== 1,
    range: "a theta above 0 that is not 1",
  },
  {
    shape: "pareto",
    byDefault: 0.2,
    allows: (h) => h > 0 && h < 1,
    range: "a power between 0 and 1",
  },
  {
    shape: "normal",
    byDefault: 0,
    allows: (percent) => percent >= 0 && percent < 100,
    range: "a deviation from 0 to below 100 percent",
  },
];

export const distribution: ValueType<RandomDistribution> = {
  allowed:
    "random; zipf:THETA, pareto:POWER or normal:DEVIATION, each with :CENTER from 0 to 1; " +
    "zoned:60/10:40/90 (percent of the operations / of the range); zoned_abs:60/1g:40/9g",
  parse(text, context) {
    const [, name = "", rest] = /^([^:]*)(?::(.*))?$/s.exec(text) ?? [];
    if (text === "random") return { shape: "random" };
    const curve = CURVES.find(({ shape }) => shape === name);
    if (curve !== undefined) return parseCurve(text, curve, rest);
    if ((name === "zoned" || name === "zoned_abs") && rest !== undefined) {
      return parseZones(name, rest, context);
    }
    throw refusal(text, "is not a distribution");
  },
};

function parseCurve(text: string, curve: Curve, rest: string | undefined): RandomDistribution {
  const [written, center, ...others] = rest === undefined ? [] : rest.split(":");
  const parameter = written === undefined ? curve.byDefault : decimal(written);
  if (!curve.allows(parameter)) throw refusal(text, `lacks ${curve.range}`);
  if (others.length > 0) throw refusal(text, "has too many parts");
  if (center === undefined) return { shape: curve.shape, parameter };
  const at = decimal(center);
  if (!(at >= 0 && at <= 1)) throw refusal(text, "has a center that is not from 0 to 1");
  return { shape: curve.shape, parameter, center: at };
}

function decimal(text: string): number {
  return /^(\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : Number.NaN;
}
