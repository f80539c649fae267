/** A stored search, as plain data. */
import * as z from "zod";
import { runFigures } from "../curve/figures-schema.js";
import { PURPOSES, SEARCH_ENDS } from "./strategy.js";

const probe = z.object({
  purpose: z.enum(PURPOSES),
  /** Operations a second as asked for, of all clones together. */
  rate: z.number(),
  figures: runFigures,
  kept: z.boolean(),
  /** Why not: the targets that were missed, or that the rate was not reached. */
  missed: z.array(z.string()),
  /** The stored result. */
  result: z.string(),
});

export const searchSchema = z.object({
  kind: z.literal("search"),
  schema_version: z.literal(1),
  id: z.string(),
  profile: z.string(),
  targets: z.array(z.string()),
  /** As a share of the rate, how close the limit is told. */
  precision: z.number(),
  end: z.enum(SEARCH_ENDS),
  /** The highest rate that kept the targets; null where none did. */
  rate: z.number().nullable(),
  /** In the order in which they ran. */
  probes: z.array(probe),
});

export type SearchReport = z.infer<typeof searchSchema>;
export type Probe = z.infer<typeof probe>;
