/** The fio JSON against what the installed fio writes, and against what reads fio's. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type FioDetail, fioJsonReport } from "../../../src/bench/report/fio-json.js";
import { nativeThread, sampleResult } from "../result/native-results.js";
import { mixedResult, READS, WRITES } from "./sample.js";

type Json = { [key: string]: Json };

const JOB = "[global]\nbs=4k\nsize=1m\nioengine=null\n[mixed]\nrw=randrw\n";

function run(program: string, argv: string[], cwd: string): string {
  const { status, stdout, stderr, error } = spawnSync(program, argv, { cwd, encoding: "utf8" });
  assert.equal(status, 0, `${program}: ${error ?? stderr}`);
  return stdout;
}

/** Every key with its place, in the order of the document; options and bins are free. */
function keysOf(value: Json, place = ""): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, below]) => {
    const name = `${place}/${key}`;
    const free = ["job options", "global options", "bins"].includes(key);
    return [name, ...(free ? [] : keysOf(below, name))];
  });
}

describe("fioJsonReport", () => {
  let directory: string;

  before(() => {
    directory = mkdtempSync(join(tmpdir(), "memvol-fio-"));
    writeFileSync(join(directory, "job.fio"), JOB);
  });

  after(() => rmSync(directory, { recursive: true }));

  for (const detail of ["json", "json+"] satisfies FioDetail[]) {
    it(`fioJsonReport__has_the_keys_of_fio_in_its_order__${detail}`, () => {
      const fio = run("fio", [`--output-format=${detail}`, "job.fio"], directory);
      const ours = JSON.parse(fioJsonReport(mixedResult(), detail));
      ours.jobs.splice(1);
      assert.deepEqual(keysOf(ours), keysOf(JSON.parse(fio)));
    });
  }

  it("fioJsonReport__has_no_key_twice", () => {
    const text = fioJsonReport(mixedResult(), "json+");
    // Parsing keeps the last of several, so a second one would be missing here.
    assert.equal(`${JSON.stringify(JSON.parse(text), null, 2)}\n`, text);
  });

  it("fioJsonReport__figures_are_those_of_the_result", () => {
    const result = mixedResult();
    const [job] = JSON.parse(fioJsonReport(result, "json+")).jobs;
    assert.equal(job.read.total_ios, READS.length);
    assert.equal(job.read.iops, result.jobs[0]?.read.iops);
    assert.equal(job.read.clat_ns.percentile["50.000000"], 20_015);
    assert.equal(job.trim.total_ios, 0);
    assert.equal(job.latency_depth, 16);
    assert.equal(job.iodepth_level["16"], 100);
    const bins: [string, number][] = Object.entries(job.read.clat_ns.bins);
    assert.equal(bins.length, READS.length);
    for (const [index, [ns, count]] of bins.entries()) {
      assert.equal(count, 1);
      assert(Math.abs(Number(ns) / (READS[index] ?? 0) - 1) < 0.001, ns);
    }
  });

  it("fioJsonReport__shares_by_latency_add_up_and_stand_in_fio_s_classes", () => {
    const values = [1, 999, 1500, 10_000, 3e6, 1.5e9, 5e9];
    const result = sampleResult([nativeThread(values)]);
    const [job] = JSON.parse(fioJsonReport(result, "json")).jobs;
    const each = 14.285714;
    assert.deepEqual([job.latency_ns["2"], job.latency_ns["1000"]], [each, each]);
    assert.deepEqual([job.latency_us["2"], job.latency_us["20"]], [each, each]);
    const { latency_ms: ms } = job;
    assert.deepEqual([ms["4"], ms["2000"], ms[">=2000"]], [each, each, each]);
    const all = [job.latency_ns, job.latency_us, ms].flatMap((shares) => Object.values(shares));
    const sum = all.reduce((total: number, share) => total + Number(share), 0);
    assert(Math.abs(sum - 100) < 1e-4, String(sum));
  });

  it("fioJsonReport__is_read_by_fio_s_own_tool", () => {
    writeFileSync(join(directory, "ours.json"), fioJsonReport(mixedResult(), "json+"));
    run("fio_jsonplus_clat2csv", ["ours.json", "ours.csv"], directory);
    const lines = readFileSync(join(directory, "ours_job0.csv"), "utf8").trim().split("\n");
    const head = (lines[0] ?? "").split(", ");
    const column = head.indexOf("read_clat_ns_cumulative");
    assert(column > 0, lines[0]);
    assert.equal(lines.length, 1 + READS.length + WRITES.length);
    const cumulative = lines.slice(1).map((line) => Number(line.split(", ")[column]));
    assert.equal(Math.max(...cumulative), READS.length);
  });
});
