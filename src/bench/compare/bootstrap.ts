/**
 * Confidence intervals by the bootstrap (percentile method; Efron and Tibshirani, "An Introduction
 * to the Bootstrap", chapter 13). The random choices are the same at every call, so that the same
 * results are always judged alike.
 */
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { mean, quantile } from "simple-statistics";

export const CONFIDENCE = 0.95;
/** With fewer there is no saying how much chance is in them. */
export const SAMPLES_MIN = 5;

const RESAMPLES = 2000;
const SEED = 0x6d656d76;

export type Interval = readonly [low: number, high: number];
export type Statistic = (samples: readonly number[]) => number;
type Below = (bound: number) => number;

/**
 * Of the ratio of a statistic of two series of measurements, the second by the first. Seconds of
 * one run resemble those before them, so whole blocks of them are drawn (Künsch 1989), of a
 * length of n^(1/3) (Hall, Horowitz and Jing 1995).
 *
 * @returns null where there are too few samples, or the statistic can be 0
 */
export function ratioInterval(
  first: readonly number[],
  second: readonly number[],
  statistic: Statistic,
): Interval | null {
  if (Math.min(first.length, second.length) < SAMPLES_MIN) return null;
  return intervalOf((below) => {
    const drawn = [first, second].map((samples) => statistic(drawBlocks(samples, below)));
    return (drawn[1] ?? 0) / (drawn[0] ?? 0);
  });
}

/**
 * Of the geometric mean of ratios, each of one round in which both sides were measured.
 *
 * @returns null where there are too few rounds
 */
export function roundsInterval(ratios: readonly number[]): Interval | null {
  if (ratios.length < SAMPLES_MIN) return null;
  return intervalOf((below) => geometricMean(ratios.map(() => ratios[below(ratios.length)] ?? 0)));
}

export function geometricMean(ratios: readonly number[]): number {
  return Math.exp(mean(ratios.map(Math.log)));
}

function intervalOf(resample: (below: Below) => number): Interval | null {
  const generator = xoroshiro128plus(SEED);
  const below: Below = (bound) => uniformInt(generator, 0, bound - 1);
  const drawn = Array.from({ length: RESAMPLES }, () => resample(below));
  if (!drawn.every(Number.isFinite)) return null;
  const tail = (1 - CONFIDENCE) / 2;
  return [quantile(drawn, tail), quantile(drawn, 1 - tail)];
}

function drawBlocks(samples: readonly number[], below: Below): number[] {
  const length = Math.max(1, Math.round(Math.cbrt(samples.length)));
  const drawn: number[] = [];
  while (drawn.length < samples.length) {
    const start = below(samples.length - length + 1);
    drawn.push(...samples.slice(start, start + length));
  }
  return drawn.slice(0, samples.length);
}
