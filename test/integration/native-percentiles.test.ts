import assert from "node:assert/strict";
import { defaultJob } from "../../src/bench/jobfile/new-job.js";
import { resolveJob } from "../../src/bench/plan.js";
import { mergeHistograms } from "../../src/bench/result/histogram.js";
import { loadBinding } from "../../src/binding/loader.js";
import { type NativeJobSpec, SNAPSHOT_PERCENTILES } from "../../src/binding/native-run.js";

const WISHES = {
  engine: "null",
  rw: "randrw",
  blockSizeBytes: { read: 4096, write: 8192, trim: 4096 },
  ioSize: { bytes: 2 ** 40 },
  numberIos: 50_000,
  iodepth: 8,
} as const;

const JOB: NativeJobSpec = {
  ...resolveJob({ ...defaultJob(), ...WISHES }, 2 ** 26),
  threads: [
    { seed: 1n, offsetBytes: 0, cpus: [] },
    { seed: 2n, offsetBytes: 0, cpus: [] },
  ],
};

describe("percentiles that native code computes", () => {
  it("last_snapshot__agrees_with_the_decoded_histograms", async () => {
    const ready = await loadBinding().prepareRun({
      jobs: [JOB],
      spinNs: 1000,
      operationTimeoutNs: 5e9,
    });
    const run = ready.start();
    const { jobs } = await run.finished();
    const threads = jobs[0]?.threads ?? [];
    assert.equal(threads.length, 2);
    for (const direction of ["read", "write"] as const) {
      const merged = mergeHistograms(threads.map((thread) => thread[direction].service.histogram));
      const snapshot = run.snapshot().jobs[0]?.[direction];
      assert.equal(merged.totalCount, snapshot?.operations);
      const expected = SNAPSHOT_PERCENTILES.map((rank) => merged.getValueAtPercentile(rank));
      assert.deepEqual([...(snapshot?.total.percentilesNs ?? [])], expected);
      const max = Math.max(...threads.map((thread) => thread[direction].service.maxNs));
      assert.equal(snapshot?.total.maxNs, max);
    }
  });
});
