/** A stored sweep, as plain data. */
import * as z from "zod";
import { runFigures } from "../curve/figures-schema.js";

const point = z.object({
  /** From an option's name to its value as given. */
  settings: z.record(z.string(), z.string()),
  figures: runFigures,
  /** The stored result. */
  result: z.string(),
});

export const sweepSchema = z.object({
  kind: z.literal("sweep"),
  schema_version: z.literal(1),
  id: z.string(),
  profile: z.string(),
  axes: z.record(z.string(), z.array(z.string())),
  /** `stopped` before all points were measured, or `failed` at one. */
  status: z.enum(["completed", "stopped", "failed"]),
  points: z.array(point),
});

export type SweepReport = z.infer<typeof sweepSchema>;
export type SweepPoint = z.infer<typeof point>;
