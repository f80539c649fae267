/** Which jobs several hosts can do together. */
import { UserError } from "../../errors.js";
import type { Job } from "../job.js";

/** @throws UserError `usage` for what a worker cannot do */
export function checkShared(jobs: readonly Job[], { endpoint }: { endpoint?: unknown }): void {
  for (const job of jobs) {
    if (job.engine === "file") {
      throw refusal(`job '${job.name}' works on a file, which each host has its own of`, [
        "Run it on each host by itself, without --workers.",
      ]);
    }
    if (job.verify.method !== "none") {
      throw refusal(`job '${job.name}' verifies, and all workers write to the same range`, [
        "Verify from one host alone, without --workers.",
      ]);
    }
  }
  if (endpoint === undefined && jobs.some((job) => job.engine === "fabric")) {
    throw refusal("a device of this run's own is out of other hosts' reach", [
      "Name one that workers reach: --device NAME",
    ]);
  }
}

function refusal(reason: string, nextSteps: string[]): UserError {
  return new UserError("usage", `--workers is refused: ${reason}`, { nextSteps });
}
