/** Whatever the load tester has stored, told apart by what it says of itself. */
import * as z from "zod";
import { parseAs, parseResult, readJsonFile } from "./result/read.js";
import type { RunResult } from "./result/result.js";
import { type SearchReport, searchSchema } from "./search/document.js";
import { type SweepReport, sweepSchema } from "./sweep/document.js";

export type Stored =
  | { kind: "result"; document: RunResult }
  | { kind: "sweep"; document: SweepReport }
  | { kind: "search"; document: SearchReport };

const kinded = z.object({ kind: z.enum(["sweep", "search"]) });

/** @throws UserError as readResult */
export async function readStored(path: string): Promise<Stored> {
  const document = await readJsonFile(path);
  const head = kinded.safeParse(document);
  if (!head.success) return { kind: "result", document: parseResult(document, path) };
  if (head.data.kind === "sweep") {
    return { kind: "sweep", document: parseAs(sweepSchema, document, path) };
  }
  return { kind: "search", document: parseAs(searchSchema, document, path) };
}
