/**
 * Two hosts' monotonic clocks, compared as NTP does it: a question and its answer take a round
 * trip, and the other clock was read somewhere in it. Taken to be the middle, the reading is wrong
 * by half of the round trip at most, so the shortest of several is the best.
 *
 * Why not a barrier, at which each worker starts when it is told to? It is told by a message, which
 * waits for the event loops of both sides and for the network: milliseconds on busy hosts, and
 * nobody knows how many. An instant that is given in advance makes these delays harmless, and what
 * is left, the error of the comparison, is known and stands in the result. Two quartz clocks
 * drift apart by some ten microseconds a second, so the comparison is made anew before each stage.
 */

/** Some are undisturbed, also on a busy host. */
const PROBES = 20;

export interface ClockReading {
  /** What the other clock is ahead by. */
  offsetNs: bigint;
  /** By which that may be wrong, either way. */
  errorNs: number;
}

/** @param ask the other clock's time, in nanoseconds */
export async function compareClocks(
  ask: () => Promise<bigint>,
  now: () => bigint = process.hrtime.bigint,
): Promise<ClockReading> {
  const readings: ClockReading[] = [];
  for (let probe = 0; probe < PROBES; probe++) {
    const before = now();
    const theirs = await ask();
    const after = now();
    const half = (after - before) / 2n;
    readings.push({ offsetNs: theirs - (before + half), errorNs: Number(after - before - half) });
  }
  return readings.reduce((best, reading) => (reading.errorNs < best.errorNs ? reading : best));
}

/** Long enough for the order to start to reach everybody, whatever else their hosts do. */
const LEAD_NS = 200_000_000n;

/** The instant at which all start, by the clock here. */
export function startInstant(readings: readonly ClockReading[], now: bigint): bigint {
  const slowest = Math.max(0, ...readings.map(({ errorNs }) => errorNs));
  return now + LEAD_NS + 8n * BigInt(slowest);
}
