/** The figures of a run as sweeps and searches store them. */
import * as z from "zod";

/** As thresholds name them; latencies are response times, in nanoseconds. */
export const FIGURE_NAMES = [
  "iops",
  "bw",
  "lat.mean",
  "lat.p50",
  "lat.p99",
  "lat.p99.9",
  "lat.max",
  "errors",
] as const;
export type FigureName = (typeof FIGURE_NAMES)[number];

/** Null where nothing completed. */
export const runFigures = z.record(z.enum(FIGURE_NAMES), z.number().nullable());
export type RunFigures = z.infer<typeof runFigures>;
