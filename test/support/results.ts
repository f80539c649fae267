/** Checks that every result of a run must pass, whatever was run. */
import assert from "node:assert/strict";
import { decodeFromCompressedBase64 } from "hdr-histogram-js";
import {
  type DirectionRow,
  type LatencyRow,
  type RunResult,
  runResultSchema,
} from "../../src/bench/result/result.js";
import { DIRECTIONS } from "../../src/directions.js";

/** The document as a result: with every key that the schema has and no other. */
export function parseResult(document: unknown): RunResult {
  const result = runResultSchema.parse(document);
  assert.deepEqual(result, document);
  return result;
}

/** What a complete run's figures say of each other. */
export function assertConsistent(result: RunResult): void {
  for (const row of result.jobs) {
    for (const direction of DIRECTIONS) assertDirection(row[direction]);
  }
  // Rows may sum up jobs that have a series each, but never of different stages.
  for (const stage of new Set(result.jobs.map(({ groupid }) => groupid))) {
    const rows = result.jobs.filter(({ groupid }) => groupid === stage);
    const series = result.memvol.series.filter(({ groupid }) => groupid === stage);
    const samples = series.flatMap((job) => job.samples);
    for (const direction of DIRECTIONS) {
      const operations = sum(samples.map((sample) => sample[direction].total_ios));
      assert.equal(operations, sum(rows.map((row) => row[direction].total_ios)));
      const bytes = sum(samples.map((sample) => sample[direction].io_bytes));
      assert.equal(bytes, sum(rows.map((row) => row[direction].io_bytes)));
      const cells = series.flatMap(({ heat }) => heat.flatMap((column) => column[direction]));
      assert.equal(sum(cells.map(([, count]) => count)), operations);
    }
  }
}

function assertDirection(row: DirectionRow): void {
  const { service_ns: service, response_ns: response } = row.memvol;
  for (const latency of [service, response]) {
    assert.equal(latency.N, row.total_ios);
    assertLatency(latency);
  }
  const { histogram: _, ...clat } = service;
  assert.deepEqual(row.clat_ns, clat);
  assert(response.max >= service.max);
  if (row.total_ios > 0) assert(row.iops > 0 && row.bw_bytes > 0 && row.io_bytes > 0);
}

/** A second implementation decodes the histogram and finds the same percentiles. */
function assertLatency(latency: LatencyRow): void {
  const histogram = decodeFromCompressedBase64(latency.histogram, 64);
  assert.equal(histogram.totalCount, latency.N);
  if (latency.N === 0) return;
  const percentiles = Object.entries(latency.percentile ?? {});
  assert.notEqual(percentiles.length, 0);
  for (const [rank, value] of percentiles) {
    const decoded = histogram.getValueAtPercentile(Number(rank));
    assert.equal(value, Math.min(decoded, latency.max), rank);
  }
  assertClose(histogram.maxValue, latency.max);
  assertClose(histogram.minNonZeroValue, latency.min);
  assertClose(histogram.mean, latency.mean);
}

/** To the three digits that a histogram has. */
function assertClose(decoded: number, exact: number): void {
  assert(Math.abs(decoded - exact) <= 1 + exact / 1000, `${decoded} is not about ${exact}`);
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
