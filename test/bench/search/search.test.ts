import assert from "node:assert/strict";
import { parseGate } from "../../../src/bench/gates/gate.js";
import type { Profile } from "../../../src/bench/job.js";
import { profileFromFlags } from "../../../src/bench/jobfile/flags.js";
import { parseJobFile } from "../../../src/bench/jobfile/parse.js";
import { searchSchema } from "../../../src/bench/search/document.js";
import { atRate, rateOf } from "../../../src/bench/search/rate.js";
import {
  searchCsv,
  searchHtml,
  searchSummary,
  searchTable,
} from "../../../src/bench/search/reports.js";
import { noRateFound, type SearchOptions, search } from "../../../src/bench/search/search.js";
import { userError } from "../../support/errors.js";
import { nativeThread, sampleResult } from "../result/native-results.js";

const PROFILE = profileFromFlags({ rw: "randread", size: "1m" });

/** A device that does 100 operations a second at most: from there on they wait. */
async function runAt(profile: Profile) {
  const asked = rateOf(profile);
  const done = Math.min(asked, 100);
  const thread = nativeThread(Array(done * 2).fill(asked <= 80 ? 1000 : 1_000_000));
  return sampleResult([thread]);
}

function options(target: string, more: Partial<SearchOptions> = {}): SearchOptions {
  return {
    profile: PROFILE,
    targets: [parseGate(target)],
    ...{ startRate: 10, maxRate: 1e6, precision: 0.05 },
    run: runAt,
    say: () => undefined,
    signal: new AbortController().signal,
    ...more,
  };
}

describe("search", () => {
  it("search__finds_where_the_target_is_missed", async () => {
    const { report } = await search(options("read.lat.p99<100us"));
    assert.equal(report.end, "target");
    assert.deepEqual(searchSchema.parse(JSON.parse(JSON.stringify(report))), report);
    assert(report.rate !== null && report.rate <= 80 && report.rate >= 75, String(report.rate));
    assert.equal(noRateFound(report), null);
    const missed = report.probes.find(({ kept }) => !kept);
    assert.deepEqual(missed?.missed.slice(0, 1), ["read.lat.p99<100us"]);
  });

  it("search__a_rate_that_is_not_reached_is_missed_whatever_the_target_says", async () => {
    const { report } = await search(options("errors==0"));
    assert(report.rate !== null && report.rate <= 106 && report.rate >= 98, String(report.rate));
    assert(report.probes.some(({ missed }) => missed.includes("rate not reached")));
  });

  it("search__no_rate_is_a_verdict", async () => {
    const { report } = await search(options("lat.p50<1ns"));
    assert.deepEqual([report.rate, report.end], [null, "none"]);
    assert(userError("threshold_failed", /No rate keeps lat\.p50<1ns/)(noRateFound(report)));
    assert.equal(searchSummary(report), "No rate keeps lat.p50<1ns.");
  });

  it("search__stopped_keeps_the_best_until_then", async () => {
    const controller = new AbortController();
    let runs = 0;
    const run = (profile: Profile) => {
      if (++runs === 3) controller.abort();
      return runAt(profile);
    };
    const { report, failure } = await search(
      options("errors==0", { run, signal: controller.signal }),
    );
    assert.deepEqual([report.end, report.rate, report.probes.length], ["stopped", 20, 2]);
    assert.equal(failure, null);
  });

  it("search__a_run_that_fails_ends_it_and_keeps_what_was_probed", async () => {
    const lost = new Error("the device is gone");
    let runs = 0;
    const run = async (profile: Profile) => {
      if (++runs === 2) throw lost;
      return runAt(profile);
    };
    const { report, failure } = await search(options("errors==0", { run }));
    assert.deepEqual([report.probes.length, failure], [1, lost]);
  });

  it("search__refuses_what_cannot_be_searched", async () => {
    const refused = userError("threshold_invalid", /no job writes/);
    await assert.rejects(search(options("write.iops>1")), refused);
    const stages = parseJobFile("[a]\nsize=1m\n[b]\nsize=1m\nstonewall\n", "two.fio");
    const staged = options("errors==0", { profile: stages });
    await assert.rejects(search(staged), userError("usage", /one after the other/));
  });

  it("atRate__shares_the_rate_over_clones_and_directions", () => {
    const text = "[a]\nrw=randrw\nrwmixread=75\nsize=1m\nnumjobs=2\n[b]\nrw=write\nsize=1m\n";
    const profile = atRate(parseJobFile(text, "two.fio"), 3000);
    const rates = profile.jobs.map(({ rateIops }) => rateIops);
    assert.deepEqual(rates, [{ read: 750, write: 250 }, { write: 1000 }]);
    assert.equal(rateOf(profile), 3000);
    assert.equal(profile.jobs[0]?.options.rate_iops, "750,250");
  });

  it("reports__have_the_curve_by_rate", async () => {
    const { report } = await search(options("read.lat.p99<100us"));
    const rates = searchCsv(report)
      .trim()
      .split("\n")
      .slice(1)
      .map((line) => Number(line.split(",")[0]));
    assert.equal(rates.length, report.probes.length);
    assert.deepEqual(
      rates,
      [...rates].sort((a, b) => a - b),
    );
    assert.equal(searchTable(report).body.length, rates.length);
    const html = searchHtml(report, { script: "", style: "" });
    assert.match(html, /operations a second keep read\.lat\.p99&lt;100us, confirmed twice/);
  });
});
