import assert from "node:assert/strict";
import { formatFrameLine } from "../../../src/ui/live/lines.js";
import { LiveState } from "../../../src/ui/live/state.js";
import { directionSnapshot, jobMeta, jobSnapshot, runMeta, runSnapshot } from "./snapshots.js";

function lineOf(jobs: ReturnType<typeof jobSnapshot>[], meta = runMeta()): string {
  const state = new LiveState(meta);
  state.feed(runSnapshot(12, jobs));
  return formatFrameLine(state.frame());
}

describe("formatFrameLine", () => {
  it("formatFrameLine__has_both_directions", () => {
    const job = jobSnapshot({
      read: directionSnapshot(Array(1000).fill(210_000)),
      write: directionSnapshot(Array(10).fill(1_500_000)),
    });
    assert.equal(
      lineOf([job]),
      "12s  read 1.00k IOPS 3.91 MiB/s p99 210 µs | write 10 IOPS 40.0 KiB/s p99 1.50 ms",
    );
  });

  it("formatFrameLine__leaves_out_a_direction_that_no_job_has", () => {
    const meta = runMeta({
      jobs: [jobMeta({ directions: { read: false, write: true, trim: false } })],
    });
    assert.equal(lineOf([jobSnapshot()], meta), "12s  write 0 IOPS 0 B/s");
  });

  it("formatFrameLine__marks_estimates_errors_and_the_ramp", () => {
    const job = jobSnapshot({
      read: { ...directionSnapshot([262_144]), errors: 3 },
      ramping: true,
    });
    const meta = runMeta({
      jobs: [1, 2].map(() => jobMeta({ directions: { read: true, write: false, trim: false } })),
    });
    assert.match(lineOf([job, job], meta), /p99 ≈ 262 µs \| 6 errors \| ramping$/);
  });

  it("formatFrameLine__counts_the_thresholds_that_are_missed", () => {
    const state = new LiveState(runMeta());
    state.feed(runSnapshot(12, [jobSnapshot()]), [
      { text: "iops>1k", state: "missed", value: "0" },
      { text: "errors==0", state: "kept", value: "0" },
    ]);
    assert.match(formatFrameLine(state.frame()), / \| 1 of 2 thresholds missed$/);
  });
});
