/** Rates between two answers of the device, from counters of the volume's whole life. */
import type { OperationType } from "../../binding/native-observation.js";
import type { ClientFigures, Traffic } from "./frame.js";
import type { ClientStatistics, TrafficCounters } from "./statistics.js";

const NOTHING_COUNTED: TrafficCounters = {
  read: { operations: 0, bytes: 0 },
  write: { operations: 0, bytes: 0 },
  atomic: { operations: 0, bytes: 0 },
};

/** A counter that is lower than before started over: a volume was deleted and made again. */
export function increase(before: number, now: number): number {
  return now < before ? now : now - before;
}

export function trafficBetween(
  before: TrafficCounters,
  now: TrafficCounters,
  seconds: number,
): Traffic {
  const rates = (type: OperationType) => ({
    operationsPerSecond: increase(before[type].operations, now[type].operations) / seconds,
    bytesPerSecond: increase(before[type].bytes, now[type].bytes) / seconds,
  });
  return { read: rates("read"), write: rates("write"), atomic: rates("atomic") };
}

/** Those of now. One that is new began with nothing. */
export function clientsBetween(
  before: readonly ClientStatistics[],
  now: readonly ClientStatistics[],
  seconds: number,
): ClientFigures[] {
  const earlier = new Map(before.map(({ name, traffic }) => [name, traffic]));
  return now.map(({ name, sessions, traffic }) => {
    const started = earlier.get(name) ?? NOTHING_COUNTED;
    return { name, sessions, traffic: trafficBetween(started, traffic, seconds) };
  });
}
