import assert from "node:assert/strict";
import { buildResult } from "../../../src/bench/result/build.js";
import { runResultSchema } from "../../../src/bench/result/result.js";
import type { WorkerFacts } from "../../../src/bench/result/workers.js";
import {
  nativeInterval,
  nativeThread,
  SAMPLE_OBSERVE,
  sampleInput,
  sampleJob,
  samplePart,
  sampleResult,
  sampleStage,
} from "./native-results.js";

function onlyRow(result: ReturnType<typeof buildResult>) {
  const [row, ...more] = result.jobs;
  assert.ok(row);
  assert.equal(more.length, 0);
  return row;
}

function factsOf(name: string): WorkerFacts {
  return {
    name,
    address: "192.0.2.8:7413",
    libfabric_version: "1.17.0",
    node_version: "20.20.2",
    cpu: { model: "Example CPU", count: 2 },
    os_release: "6.1",
    error: null,
    clock_error_ns: 20_000,
    start_late_ns: 0,
  };
}

describe("buildResult", () => {
  it("buildResult__has_fio_keys_and_units_in_fio_places", () => {
    const row = onlyRow(sampleResult([nativeThread([1000, 2000, 3000, 4000], [500])]));
    assert.equal(row.jobname, "job");
    assert.equal(row.read.total_ios, 4);
    assert.equal(row.read.io_bytes, 16384);
    assert.equal(row.read.io_kbytes, 16);
    assert.equal(row.read.runtime, 2000);
    assert.equal(row.read.iops, 2);
    assert.equal(row.read.bw_bytes, 8192);
    assert.equal(row.read.bw, 8);
    assert.equal(row.read.clat_ns.percentile?.["50.000000"], 2000);
    assert.deepEqual(row.read.lat_ns, {
      min: 1000,
      max: 4000,
      mean: 2500,
      stddev: 1290.994449,
      N: 4,
    });
    assert.deepEqual(row.read.slat_ns, { min: 0, max: 0, mean: 0, stddev: 0, N: 0 });
    assert.equal(row.write.total_ios, 1);
    assert.deepEqual([row.usr_cpu, row.sys_cpu, row.ctx], [50, 25, 7]);
    assert.deepEqual(row["job options"], { name: "job", rw: "randread" });
    assert.equal(row.elapsed, 3);
  });

  it("buildResult__keeps_service_and_response_apart", () => {
    const { memvol, clat_ns } = onlyRow(sampleResult([nativeThread([1000, 3000])])).read;
    assert.equal(memvol.service_ns.mean, clat_ns.mean);
    assert.equal(memvol.response_ns.mean, 2100);
    assert.equal(memvol.response_ns.max, 3100);
  });

  it("buildResult__satisfies_its_own_schema_after_json", () => {
    const result = sampleResult([nativeThread([1000], [2000])]);
    const stored: unknown = JSON.parse(JSON.stringify(result));
    assert.deepEqual(runResultSchema.parse(stored), result);
  });

  it("buildResult__a_direction_that_did_nothing_has_no_runtime", () => {
    const { write } = onlyRow(sampleResult([nativeThread([1000])]));
    assert.deepEqual([write.runtime, write.iops, write.bw_bytes, write.clat_ns.N], [0, 0, 0, 0]);
    assert.equal(write.clat_ns.percentile, undefined);
  });

  it("buildResult__a_run_stopped_at_once_has_finite_figures", () => {
    const row = onlyRow(sampleResult([nativeThread([1000], [], { runtimeNs: 0 })]));
    assert.deepEqual([row.read.iops, row.read.bw, row.usr_cpu], [0, 0, 0]);
  });

  it("buildResult__percentiles_are_the_job_s_own_list", () => {
    const { read } = onlyRow(sampleResult([nativeThread([10, 20])], { percentiles: [50, 100] }));
    assert.deepEqual(read.clat_ns.percentile, { "50.000000": 10, "100.000000": 20 });
  });

  it("buildResult__clones_have_a_row_each_of_the_same_name", () => {
    const result = sampleResult([nativeThread([10]), nativeThread([20, 30])], { numjobs: 2 });
    assert.deepEqual(
      result.jobs.map((row) => [row.jobname, row.read.total_ios, row.memvol.seeds]),
      [
        ["job", 1, ["1"]],
        ["job", 2, ["2"]],
      ],
    );
  });

  it("buildResult__group_reporting_sums_clones_up", () => {
    const clones = [nativeThread([10], [], { runtimeNs: 1e9 }), nativeThread([20, 30])];
    const row = onlyRow(sampleResult(clones, { numjobs: 2, groupReporting: true }));
    assert.equal(row.read.total_ios, 3);
    assert.equal(row.read.runtime, 2000);
    assert.equal(row.read.iops, 1.5);
    assert.equal(row.read.clat_ns.max, 30);
    assert.equal(row.job_runtime, 3000);
    assert.deepEqual(row.memvol.seeds, ["1", "2"]);
  });

  it("buildResult__group_reporting_joins_the_jobs_of_a_stage_only", () => {
    const grouped = (name: string) => ({
      job: sampleJob({ name, groupReporting: true }),
      result: { threads: [nativeThread([10])], intervals: [nativeInterval(1e9, 5)] },
    });
    const stages = [sampleStage([grouped("a"), grouped("b")]), sampleStage([grouped("c")])];
    const { jobs, memvol } = buildResult(sampleInput(stages));
    assert.deepEqual(
      jobs.map((row) => [row.jobname, row.groupid, row.memvol.threads, row.read.iops_mean]),
      [
        ["a", 0, 2, 10],
        ["c", 1, 1, 5],
      ],
    );
    assert.deepEqual(
      memvol.series.map((series) => [series.jobname, series.groupid, series.samples.length]),
      [
        ["a", 0, 1],
        ["b", 0, 1],
        ["c", 1, 1],
      ],
    );
  });

  it("buildResult__spread_is_over_whole_seconds", () => {
    const intervals = [
      nativeInterval(1e9, 100),
      nativeInterval(2e9, 300),
      nativeInterval(2.1e9, 1, 1e8),
    ];
    const job = { job: sampleJob(), result: { threads: [nativeThread([10])], intervals } };
    const { read, write } = onlyRow(buildResult(sampleInput([sampleStage([job])])));
    assert.deepEqual([read.iops_min, read.iops_max, read.iops_mean], [100, 300, 200]);
    assert.equal(read.iops_stddev, 141.421356);
    assert.deepEqual([read.bw_min, read.bw_max, read.bw_samples], [400, 1200, 2]);
    assert.equal(write.iops_samples, 0);
  });

  it("buildResult__spread_is_over_the_seconds_after_the_ramp", () => {
    const intervals = [1, 2, 3, 4].map((second) =>
      nativeInterval(second * 1e9, 100 * (second - 1)),
    );
    const result = { threads: [nativeThread([10])], intervals };
    const job = { job: sampleJob({ rampSeconds: 1.5 }), result };
    const { read } = onlyRow(buildResult(sampleInput([sampleStage([job])])));
    assert.deepEqual([read.iops_min, read.iops_max, read.iops_samples], [200, 300, 2]);
  });

  it("buildResult__series_holds_every_second", () => {
    const job = {
      job: sampleJob(),
      result: { threads: [nativeThread([10])], intervals: [nativeInterval(1e9, 100)] },
    };
    const [series] = buildResult(sampleInput([sampleStage([job])])).memvol.series;
    const [sample] = series?.samples ?? [];
    assert.equal(sample?.end_ns, 1e9);
    assert.equal(sample?.read.total_ios, 100);
    assert.equal(sample?.read.percentile?.["99.000000"], 99);
    assert.equal(sample?.read.max, 12345);
    assert.equal(sample?.write.percentile, undefined);
  });

  it("buildResult__a_failed_thread_gives_the_row_its_errno", () => {
    const failure = {
      code: "session_ended",
      operation: "fi_cq_readfrom",
      errno: 104,
      message: "peer gone",
    };
    const row = onlyRow(sampleResult([nativeThread([10], [], { failure })]));
    assert.equal(row.error, 104);
    assert.deepEqual(row.memvol.failures, [{ thread: 0, ...failure }]);
  });

  it("buildResult__each_clone_says_how_it_was_observed", () => {
    const observe = { ...SAMPLE_OBSERVE, mode: "message", when: "after", batch: 32 } as const;
    const clones = [nativeThread([10]), nativeThread([20])];
    const { jobs } = sampleResult(clones, { numjobs: 2 }, {}, observe);
    assert.deepEqual(
      jobs.map((row) => row.memvol.observe),
      [observe, observe],
    );
  });

  it("buildResult__the_null_engine_is_not_observed", () => {
    const row = onlyRow(sampleResult([nativeThread([10])], { engine: "null" }, {}, null));
    assert.equal(row.memvol.observe, null);
  });

  it("buildResult__describes_the_run", () => {
    const stopped = { code: "interrupted", message: "stopped by the user" };
    const result = sampleResult([nativeThread([10])], {}, { status: "stopped", error: stopped });
    assert.equal(result["memvol version"], "0.1.0");
    assert.equal(result.time, "Mon Nov  3 09:05:07 2025");
    assert.equal(result.timestamp_ms, result.timestamp * 1000 + 250);
    assert.deepEqual(result["global options"], { bs: "4k" });
    assert.equal(result.memvol.status, "stopped");
    assert.deepEqual(result.memvol.error, stopped);
    assert.equal(result.memvol.warnings.length, 1);
    assert.equal(result.memvol.profile.text, "[global]\nbs=4k\n");
  });

  it("workers__are_merged_by_counts_and_have_rows_of_their_own", () => {
    const clone = (values: number[]) => ({
      job: sampleJob(),
      result: { threads: [nativeThread(values)], intervals: [nativeInterval(1e9, values.length)] },
    });
    // Of the mean of both medians, 50500, there is no trace: three of four took 1000.
    const parts = [
      samplePart([clone([1000, 1000, 1000])], "a"),
      samplePart([clone([100_000])], "b", 2),
    ];
    const result = buildResult({
      ...sampleInput([{ parts }]),
      workers: [factsOf("a"), factsOf("b")],
    });
    const row = onlyRow(result);
    assert.equal(row.read.total_ios, 4);
    assert.equal(row.read.clat_ns.percentile?.["50.000000"], 1000);
    assert.equal(row.read.clat_ns.max, 100_000);
    assert.deepEqual(row.memvol.seeds, ["1", "2"]);
    assert.equal(row.memvol.threads, 2);
    // Seconds of workers are side by side.
    assert.equal(row.read.iops_mean, 4);
    assert.deepEqual(
      result.memvol.workers.map(({ name, jobs }) => [name, jobs[0]?.read.total_ios]),
      [
        ["a", 3],
        ["b", 1],
      ],
    );
    assert.deepEqual(
      result.memvol.series.map(({ worker, samples }) => [worker, samples[0]?.read.total_ios]),
      [
        ["a", 3],
        ["b", 1],
      ],
    );
    assert.deepEqual(runResultSchema.parse(JSON.parse(JSON.stringify(result))), result);
  });

  it("heat_map__has_buckets_by_where_they_begin", () => {
    const none = new Float64Array();
    const read = Float64Array.of(0, 5, 24, 2);
    const heat = [{ endNs: 2e9, lengthNs: 2e9, read, write: none, trim: none }];
    const result = { threads: [nativeThread([10])], intervals: [], heat };
    const { memvol } = buildResult(sampleInput([sampleStage([{ job: sampleJob(), result }])]));
    assert.deepEqual(memvol.series[0]?.heat, [
      {
        end_ns: 2e9,
        length_ns: 2e9,
        read: [
          [0, 5],
          [2048, 2],
        ],
        write: [],
        trim: [],
      },
    ]);
  });

  it("worker_that_was_lost__leaves_the_sums_of_the_others", () => {
    const jobs = [{ job: sampleJob(), result: { threads: [nativeThread([5000])], intervals: [] } }];
    const lost = new Error("worker 'b' is lost");
    const parts = [samplePart(jobs, "a"), { ...samplePart(jobs, "b"), result: null, lost }];
    const result = buildResult({
      ...sampleInput([{ parts }]),
      workers: [factsOf("a"), factsOf("b")],
    });
    assert.equal(onlyRow(result).read.total_ios, 1);
    assert.deepEqual(
      result.memvol.workers.map((worker) => worker.jobs.length),
      [1, 0],
    );
  });

  it("clones_of_workers__make_one_row_for_each_number", () => {
    const threads = [nativeThread([1000]), nativeThread([2000, 2000])];
    const jobs = [{ job: sampleJob(), result: { threads, intervals: [] } }];
    const parts = [samplePart(jobs, "a"), samplePart(jobs, "b", 3)];
    const { jobs: rows } = buildResult(sampleInput([{ parts }]));
    assert.deepEqual(
      rows.map(({ read, memvol }) => [read.total_ios, memvol.seeds]),
      [
        [2, ["1", "3"]],
        [4, ["2", "4"]],
      ],
    );
  });
});
