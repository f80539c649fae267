/**
 * The search for the highest rate that keeps a target: doubles until it is missed, bisects until
 * the gap is small, then confirms twice. A rate counts as missed once it is missed twice on end,
 * so that one hiccup of the machine does not halve what is found; one that is not confirmed counts
 * as missed at once, and the search goes on below it.
 */

export const PURPOSES = ["raise", "bisect", "repeat", "confirm"] as const;
export type Purpose = (typeof PURPOSES)[number];

export interface Strategy {
  startRate: number;
  maxRate: number;
  /** How close the limit is told, as a share of it: 0.05. */
  precision: number;
  /** Whether this rate keeps the target; undefined: stop. */
  probe(rate: number, purpose: Purpose): Promise<boolean | undefined>;
}

/** `stopped`: the best so far, not confirmed. `none`: not even the lowest rate keeps it. */
export const SEARCH_ENDS = ["target", "max_rate", "none", "stopped"] as const;
export type SearchEnd = (typeof SEARCH_ENDS)[number];

export interface Found {
  /** The highest rate that kept the target; null where none did. */
  rate: number | null;
  end: SearchEnd;
}

const LOWEST_RATE = 1;
const CONFIRMATIONS = 2;
/** A target that is kept and missed by chance must not be searched for ever. */
const PROBES_MAX = 100;

class Stopped extends Error {}

export async function searchRate(strategy: Strategy): Promise<Found> {
  const bounds = new Bounds();
  let probes = 0;
  const once = async (rate: number, purpose: Purpose): Promise<boolean> => {
    const kept = ++probes > PROBES_MAX ? undefined : await strategy.probe(rate, purpose);
    if (kept === undefined) throw new Stopped();
    return kept;
  };
  const probe = async (rate: number, purpose: Purpose): Promise<boolean> => {
    const again = purpose !== "confirm";
    const kept = (await once(rate, purpose)) || (again && (await once(rate, "repeat")));
    bounds.add(rate, kept);
    return kept;
  };
  try {
    await raise(strategy, bounds, probe);
    do {
      await bisect(strategy, bounds, probe);
    } while (bounds.low !== null && !(await confirmed(bounds.low, probe)));
  } catch (error) {
    if (error instanceof Stopped) return { rate: bounds.low, end: "stopped" };
    throw error;
  }
  if (bounds.low === null) return { rate: null, end: "none" };
  return { rate: bounds.low, end: bounds.low >= strategy.maxRate ? "max_rate" : "target" };
}

type Probe = (rate: number, purpose: Purpose) => Promise<boolean>;

/** The highest rate that kept the target, and the lowest above it that missed it. */
class Bounds {
  readonly #kept = new Set<number>();
  high: number | null = null;

  get low(): number | null {
    return this.#kept.size === 0 ? null : Math.max(...this.#kept);
  }

  add(rate: number, kept: boolean): void {
    if (kept) {
      this.#kept.add(rate);
      return;
    }
    this.high = this.high === null ? rate : Math.min(this.high, rate);
    for (const lower of this.#kept) if (lower >= this.high) this.#kept.delete(lower);
  }
}

/** Until one rate is missed and one below it is kept, or there is none left to try. */
async function raise(strategy: Strategy, bounds: Bounds, probe: Probe): Promise<void> {
  let rate = Math.min(strategy.startRate, strategy.maxRate);
  while (await probe(rate, "raise")) {
    if (rate >= strategy.maxRate) return;
    rate = Math.min(2 * rate, strategy.maxRate);
  }
  while (bounds.low === null && rate > LOWEST_RATE) {
    rate = Math.max(LOWEST_RATE, Math.floor(rate / 2));
    await probe(rate, "raise");
  }
}

async function bisect(strategy: Strategy, bounds: Bounds, probe: Probe): Promise<void> {
  for (;;) {
    const { low, high } = bounds;
    if (high === null) return;
    // Not one is left that kept it: once more below what was missed.
    const floor = low ?? Math.floor(high / 2);
    if (low !== null && (high - low) / low <= strategy.precision) return;
    const middle = Math.round(Math.sqrt(Math.max(LOWEST_RATE, floor) * high));
    if (middle <= floor || middle >= high) return;
    await probe(middle, "bisect");
  }
}

async function confirmed(rate: number, probe: Probe): Promise<boolean> {
  for (let time = 0; time < CONFIRMATIONS; time++) {
    if (!(await probe(rate, "confirm"))) return false;
  }
  return true;
}
