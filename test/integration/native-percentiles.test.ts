import assert from "node:assert/strict";
import { mergeHistograms } from "../../src/bench/result/histogram.js";
import { loadBinding } from "../../src/binding/loader.js";
import { type NativeJobSpec, SNAPSHOT_PERCENTILES } from "../../src/binding/native.js";

const JOB: NativeJobSpec = {
  engine: "null",
  random: true,
  readPercent: 50,
  blockSizeBytes: { read: 4096, write: 8192 },
  offsetBytes: 0,
  sizeBytes: 2 ** 26,
  ioSizeBytes: 0,
  numberIos: 50_000,
  runtimeNs: 0,
  rampNs: 0,
  iodepth: 8,
  rateIops: { read: 0, write: 0 },
  notify: { when: "after", batch: 32, outOfBand: false },
  threads: [{ seed: 1n }, { seed: 2n }],
};

describe("percentiles that native code computes", () => {
  it("last_snapshot__agrees_with_the_decoded_histograms", async () => {
    const run = await loadBinding().startRun({
      jobs: [JOB],
      spinNs: 1000,
      operationTimeoutNs: 5e9,
    });
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
