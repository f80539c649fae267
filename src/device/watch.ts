/** Operations on a volume as they are observed, for one subscriber at a time. */
import { setTimeout as pause } from "node:timers/promises";
import type {
  NativeObservation,
  NativeWatch,
  NativeWatchEvent,
} from "../binding/native-observation.js";
import type { Batches } from "../control/calls.js";
import type { VolumeEvent } from "../control/observation.js";
import { extentOf, timeOf } from "./traffic.js";

/** As a person on a terminal sees no difference. */
const POLL_INTERVAL_MS = 100;
/** Held between two looks; what does not fit is counted and told. */
const EVENTS_MAX = 4096;

/**
 * Watches from now on until the signal aborts. Nothing is looked for while a batch is not taken.
 *
 * @throws `volume_not_found` at once; the batches throw nothing
 */
export function watchVolume(
  native: Pick<NativeObservation, "watch">,
  volumeId: string,
  signal: AbortSignal,
): Batches<VolumeEvent> {
  return batchesOf(native.watch(volumeId, EVENTS_MAX), signal);
}

async function* batchesOf(watch: NativeWatch, signal: AbortSignal): AsyncGenerator<VolumeEvent[]> {
  // What came until the end is told, and nothing that came after it, whenever a slow reader asks.
  const last = new Promise<VolumeEvent[]>((resolve) => {
    const end = () => {
      resolve(take(watch));
      watch.close();
    };
    if (signal.aborted) end();
    else signal.addEventListener("abort", end, { once: true });
  });
  try {
    while (!signal.aborted) {
      await pause(POLL_INTERVAL_MS, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) break;
      const batch = take(watch);
      if (batch.length > 0) yield batch;
    }
    const rest = await last;
    if (rest.length > 0) yield rest;
  } finally {
    watch.close();
  }
}

function take(watch: NativeWatch): VolumeEvent[] {
  const { events, operationsMissed } = watch.take();
  const batch = events.map(eventOf);
  if (operationsMissed > 0) batch.push({ kind: "missed", operations: operationsMissed });
  return batch;
}

function eventOf(event: NativeWatchEvent): VolumeEvent {
  const { kind, type, timeMs, operations, bytes, sessionId, client } = event;
  return {
    kind,
    type,
    time: timeOf(timeMs),
    ...extentOf(event),
    operations,
    bytes,
    session: sessionId,
    client,
  };
}
