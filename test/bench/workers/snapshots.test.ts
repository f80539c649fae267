import assert from "node:assert/strict";
import { joinedSnapshot } from "../../../src/bench/workers/snapshots.js";
import { jobSnapshot, runSnapshot } from "../../ui/live/snapshots.js";

describe("joinedSnapshot", () => {
  const of = (seconds: number) => runSnapshot(seconds, [jobSnapshot({ threadsRunning: 2 })]);

  it("jobs_of_all_workers__stand_one_after_the_other", () => {
    const { jobs, elapsedNs, intervalsCompleted } = joinedSnapshot([
      { jobs: 1, latest: of(3), isLost: false },
      { jobs: 1, latest: of(2), isLost: false },
    ]);
    assert.equal(jobs.length, 2);
    assert.equal(elapsedNs, 3e9);
    // The third second is over on one of them alone.
    assert.equal(intervalsCompleted, 2);
  });

  it("worker_that_has_told_nothing_yet__has_its_jobs_in_their_places", () => {
    const { jobs, intervalsCompleted } = joinedSnapshot([
      { jobs: 2, latest: undefined, isLost: false },
      { jobs: 1, latest: of(1), isLost: false },
    ]);
    assert.deepEqual(
      jobs.map(({ threadsRunning, ramping }) => [threadsRunning, ramping]),
      [
        [0, true],
        [0, true],
        [2, false],
      ],
    );
    assert.equal(intervalsCompleted, 0);
  });

  it("lost_worker__has_failed_and_holds_up_nobody", () => {
    const { jobs, intervalsCompleted } = joinedSnapshot([
      { jobs: 1, latest: of(1), isLost: true },
      { jobs: 1, latest: of(4), isLost: false },
    ]);
    assert.deepEqual(
      jobs.map(({ threadsRunning, threadsFailed }) => [threadsRunning, threadsFailed]),
      [
        [0, 2],
        [2, 0],
      ],
    );
    assert.equal(intervalsCompleted, 4);
  });
});
