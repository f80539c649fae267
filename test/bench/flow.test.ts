import assert from "node:assert/strict";
import {
  cpusOf,
  isPaced,
  neighbourhoods,
  resolveFlow,
  resolveRates,
} from "../../src/bench/flow.js";
import type { Job } from "../../src/bench/job.js";
import { profileFromFlags } from "../../src/bench/jobfile/flags.js";
import { parseJobFile } from "../../src/bench/jobfile/parse.js";

const NONE = { perSecond: 0, inBytes: false };

function job(options: Record<string, string>): Job {
  return profileFromFlags(options).jobs[0] ?? assert.fail();
}

describe("resolveRates", () => {
  it("resolveRates__bytes_come_before_operations_as_in_fio", () => {
    const { target } = resolveRates(job({ rate: "1m,", rate_iops: "50,70," }));
    assert.deepEqual(target, {
      read: { perSecond: 2 ** 20, inBytes: true },
      write: { perSecond: 70, inBytes: false },
      trim: NONE,
    });
  });

  it("resolveRates__least_rates_and_their_cycle", () => {
    const options = { rate_min: ",4k,", rate_iops_min: "5,,", rate_cycle: "250" };
    const rates = resolveRates(job({ ...options, rate_process: "poisson" }));
    assert.deepEqual(rates.least, {
      read: { perSecond: 5, inBytes: false },
      write: { perSecond: 4096, inBytes: true },
      trim: NONE,
    });
    assert.equal(rates.cycleNs, 250_000_000);
    assert.equal(rates.poisson, true);
  });

  it("isPaced__zero_is_no_rate", () => {
    assert.equal(isPaced(job({ rate_iops: "0", rate: "0" })), false);
    assert.equal(isPaced(job({ rate: "1" })), true);
  });
});

describe("resolveFlow", () => {
  it("resolveFlow__exitall_ends_what_exit_what_says", () => {
    const ended = ["group", "stonewall", "all"].map((what) => {
      const { endsGroup, endsRun } = resolveFlow(job({ exitall: "1", exit_what: what }));
      return [endsGroup, endsRun];
    });
    assert.deepEqual(ended, [
      [true, false],
      [true, true],
      [true, true],
    ]);
    assert.equal(resolveFlow(job({ exit_what: "all" })).endsRun, false);
  });

  it("resolveFlow__a_trim_that_fails_is_an_error_of_writing_as_in_fio", () => {
    const kinds = ["none", "read", "write", "io", "verify", "all"];
    const continued = kinds.map((kind) => {
      const { read, write, trim } = resolveFlow(job({ continue_on_error: kind })).continuesOnError;
      return [read, write, trim].map(Number).join("");
    });
    assert.deepEqual(continued, ["000", "100", "011", "111", "000", "111"]);
  });

  it("resolveFlow__times_in_nanoseconds", () => {
    const flow = resolveFlow(
      job({
        startdelay: "2-500ms",
        thinktime: "50",
        thinktime_blocks: "4",
        max_latency: "5ms,1s",
        latency_target: "100",
        latency_window: "2s",
        latency_percentile: "99.9",
        latency_run: "1",
      }),
    );
    assert.deepEqual([flow.startDelayNsMin, flow.startDelayNsMax], [5e8, 2e9]);
    assert.deepEqual([flow.thinkNs, flow.thinkAfter], [50_000, 4]);
    assert.deepEqual(flow.maxLatencyNs, { read: 5e6, write: 1e9, trim: 1e9 });
    const latencyTarget = { targetNs: 100_000, windowNs: 2e9, percentile: 99.9, keepsOn: true };
    assert.deepEqual(flow.latencyTarget, latencyTarget);
  });

  it("resolveFlow__a_time_based_job_has_no_loops", () => {
    assert.equal(resolveFlow(job({ loops: "3" })).loops, 3);
    assert.equal(resolveFlow(job({ loops: "3", time_based: "1", runtime: "1" })).loops, 1);
  });

  it("resolveFlow__batches_and_the_low_mark", () => {
    const options = { iodepth_batch: "0", iodepth_batch_complete: "4", iodepth_low: "2" };
    const flow = resolveFlow(job({ ...options, iodepth_batch_complete_max: "8" }));
    const { batchSubmit, batchCompleteMin, batchCompleteMax, depthLow } = flow;
    assert.deepEqual([batchSubmit, batchCompleteMin, batchCompleteMax, depthLow], [0, 4, 8, 2]);
  });
});

describe("cpusOf", () => {
  it("cpusOf__shared_and_split", () => {
    const shared = job({ cpus_allowed: "1,4-6" });
    assert.deepEqual(cpusOf(shared, 7), [1, 4, 5, 6]);
    const split = job({ cpus_allowed: "1,4-6", cpus_allowed_policy: "split" });
    assert.deepEqual(
      [0, 1, 3, 4].map((thread) => cpusOf(split, thread)),
      [[1], [4], [6], [1]],
    );
    assert.deepEqual(cpusOf(job({ cpus_allowed_policy: "split" }), 3), []);
  });
});

describe("neighbourhoods", () => {
  it("neighbourhoods__groups_and_whom_a_job_waits_for", () => {
    const { jobs } = parseJobFile(
      "[a]\nnew_group\n[b]\nwait_for=a\n[c]\nnew_group\nwait_for=b\n[d]\n",
      "a.fio",
    );
    assert.deepEqual(neighbourhoods(jobs), [
      { group: 0 },
      { group: 0, waitFor: 0 },
      { group: 1, waitFor: 1 },
      { group: 1 },
    ]);
  });

  it("neighbourhoods__a_job_of_an_earlier_stage_has_ended", () => {
    const { jobs } = parseJobFile("[a]\n[b]\nstonewall\nwait_for=a\n", "a.fio");
    assert.deepEqual(neighbourhoods(jobs.slice(1)), [{ group: 0 }]);
  });
});
