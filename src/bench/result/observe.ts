/** How a job was observed: what it asked for, beside what the device made of it. */
import type { NativeNotifyOptions, ObservationMode } from "../../binding/native-observation.js";
import type { JobObservation } from "../job.js";
import type { ObserveRow } from "./result.js";

/** The device's answer. */
export interface ObservationInEffect {
  mode: ObservationMode;
  /** Why it is not the mode that was asked for; null where it is. */
  note: string | null;
}

export function observeRow(
  asked: JobObservation,
  { mode, note }: ObservationInEffect,
  { when, batch }: NativeNotifyOptions,
): ObserveRow {
  const told = mode === "message" || mode === "scratch";
  return {
    asked: asked.mode ?? null,
    mode,
    note,
    when: told ? when : null,
    batch: told ? batch : null,
    wait: asked.wait,
  };
}
