/** One run of random writes that are observed in a known way, and its figures. */

import { type Histogram, mergeStored } from "../../src/bench/result/histogram.js";
import { type ObserveRow, runResultSchema } from "../../src/bench/result/result.js";
import type { ObservationMode } from "../../src/binding/native-observation.js";
import { timedRun, type Workbench } from "../compare/workbench.js";

export interface Load {
  bs: "4k" | "64k";
  iodepth: number;
  /** Each is a clone of the job. */
  sessions: number;
  /** Absent: all of the volume. */
  size?: string;
}

export interface Measurement {
  /** Operations a second of all sessions. */
  iops: number;
  /** Service times of all sessions. */
  service: Histogram;
  /** The longest of them, exactly. */
  serviceNsMax: number;
}

/** The same load observed and not. */
export interface Pair {
  observed: Measurement;
  unobserved: Measurement;
}

/** `4 KiB, depth 1, 4 sessions` */
export function loadTitle({ bs, iodepth, sessions }: Load): string {
  const plural = sessions === 1 ? "" : "s";
  return `${bs.replace("k", " KiB")}, depth ${iodepth}, ${sessions} session${plural}`;
}

/**
 * Random writes for as long as every measurement lasts.
 *
 * @param flags of `bench run`: device, volume, and more of how to observe
 */
export async function measureWrites(
  bench: Pick<Workbench, "seconds" | "run">,
  { bs, iodepth, sessions, size }: Load,
  mode: ObservationMode,
  flags: readonly string[],
): Promise<Measurement> {
  const job = ["--rw", "randwrite", "--bs", bs, "--iodepth", String(iodepth)];
  const extent = size === undefined ? [] : ["--size", size];
  const observed = ["--numjobs", String(sessions), "--observe", mode];
  const command = timedRun(bench, [...job, ...extent, ...observed, ...flags, "--json"]);
  return measurementOf(await bench.run(command), mode);
}

/** The same load in that mode and in mode `none`, one right after the other. */
export async function measurePair(
  bench: Pick<Workbench, "seconds" | "run">,
  load: Load,
  mode: ObservationMode,
  flags: readonly string[],
): Promise<Pair> {
  const observed = await measureWrites(bench, load, mode, flags);
  return { observed, unobserved: await measureWrites(bench, load, "none", flags) };
}

/**
 * The figures of a result as printed.
 *
 * @throws Error where the writes were observed in another mode
 */
export function measurementOf(text: string, mode: ObservationMode): Measurement {
  const { jobs } = runResultSchema.parse(JSON.parse(text));
  for (const { memvol } of jobs) assertMode(memvol.observe, mode);
  const services = jobs.map(({ write }) => write.memvol.service_ns);
  return {
    iops: jobs.reduce((sum, { write }) => sum + write.iops, 0),
    service: mergeStored(services.map(({ histogram }) => histogram)),
    serviceNsMax: Math.max(...services.map(({ max }) => max)),
  };
}

function assertMode(observe: ObserveRow | null, wanted: ObservationMode): void {
  if (observe?.mode === wanted) return;
  const note = observe?.note ?? "";
  const why = note === "" ? "" : `: ${note}`;
  throw new Error(`writes were observed by ${observe?.mode ?? "nobody"}, not by ${wanted}${why}`);
}
