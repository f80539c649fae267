/** What a result keeps of the workers that made it. */
import type { WorkerRow } from "./result.js";

/** Of one worker, all but what it measured. */
export type WorkerFacts = Omit<WorkerRow, "jobs">;
