import assert from "node:assert/strict";
import fc from "fast-check";
import { ACCESS_PATTERNS, type Job } from "../../../src/bench/job.js";
import { profileFromFlags } from "../../../src/bench/jobfile/flags.js";
import { JOB_OPTIONS } from "../../../src/bench/jobfile/options/table.js";
import { parseJobFile } from "../../../src/bench/jobfile/parse.js";
import { NOTIFICATION_PHASES } from "../../../src/binding/native-observation.js";
import { UserError } from "../../../src/errors.js";

/** A job file for given values, in the plainest words. */
function render(jobs: Partial<Job>[]): string {
  const lines = jobs.map((job) => [
    `[${job.name}]`,
    `rw=${job.rw}${job.rwModifier === undefined ? "" : `:${job.rwModifier}`}`,
    `rw_sequencer=${job.rwSequencer}`,
    `percentage_random=${job.randomPercent?.read},${job.randomPercent?.write},${job.randomPercent?.trim}`,
    `random_distribution=${distributionText(job.distribution)}`,
    ...(job.randomMap ? [] : ["norandommap"]),
    `random_generator=${job.randomGenerator}`,
    `rwmixread=${job.readMixPercent}`,
    `bs=${job.blockSizeBytes?.read},${job.blockSizeBytes?.write},${job.blockSizeBytes?.trim}`,
    ...rangeLines(job.blockRange),
    `iodepth=${job.iodepth}`,
    `numjobs=${job.numjobs}`,
    `size=${share(job.size)}`,
    `offset=${share(job.offset)}`,
    `runtime=${Math.round((job.runtimeSeconds ?? 0) * 1000)}ms`,
    ...(job.timeBased ? ["time_based"] : []),
    ...(job.stonewall ? ["stonewall"] : []),
    `randseed=${job.randSeed}`,
    `randrepeat=${job.randRepeat ? 1 : 0}`,
    `percentile_list=${job.percentiles?.join(":")}`,
    ...(job.engine === "null" ? ["ioengine=null"] : []),
    ...observationLines(job.observation),
  ]);
  return lines.flat().join("\n");
}

function distributionText(distribution: Job["distribution"] = { shape: "random" }): string {
  if (distribution.shape === "random") return "random";
  if ("zones" in distribution) {
    const unit = distribution.shape === "zoned" ? "" : "k";
    const zones = distribution.zones.map(({ accessPercent, size }) => {
      return `${accessPercent}/${unit === "" ? size : size / 1024}${unit}`;
    });
    return `${distribution.shape}:${zones.join(":")}`;
  }
  const { shape, parameter, center } = distribution;
  return `${shape}:${parameter}${center === undefined ? "" : `:${center}`}`;
}

function rangeLines(ranges: Job["blockRange"] = {}): string[] {
  const one = (range: Job["blockRange"]["read"]) =>
    range === undefined ? "" : `${range.minBytes}-${range.maxBytes}`;
  const text = [ranges.read, ranges.write, ranges.trim].map(one).join(",");
  return text === ",," ? [] : [`bsrange=${text}`];
}

function observationLines(observation: Job["observation"] = { wait: false }): string[] {
  const { mode, when, batch, wait } = observation;
  return [
    ...(mode === undefined ? [] : [`memvol_observe=${mode}`]),
    ...(when === undefined ? [] : [`memvol_observe_when=${when}`]),
    ...(batch === undefined ? [] : [`memvol_observe_batch=${batch}`]),
    ...(wait ? ["memvol_wait_observed"] : []),
  ];
}

function share(extent: Job["size"]): string {
  if (extent === undefined) return "0";
  return "percent" in extent ? `${extent.percent}%` : `${extent.bytes}`;
}

const extents = fc.oneof(
  fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }).map((bytes) => ({ bytes })),
  fc.integer({ min: 1, max: 100 }).map((percent) => ({ percent })),
);
const blockSizes = fc.integer({ min: 1, max: 2 ** 40 });
const percents = fc.integer({ min: 0, max: 100 });
const ranges = fc
  .tuple(blockSizes, blockSizes)
  .map(([a, b]) => ({ minBytes: Math.min(a, b), maxBytes: Math.max(a, b) }));
const centers = fc.constantFrom({}, { center: 0 }, { center: 0.25 }, { center: 1 });
const distributions: fc.Arbitrary<Job["distribution"]> = fc.oneof(
  fc.constant({ shape: "random" as const }),
  fc
    .tuple(fc.integer({ min: 1, max: 99 }), centers)
    .map(([share, center]) => ({ shape: "pareto" as const, parameter: share / 100, ...center })),
  fc
    .tuple(fc.integer({ min: 1, max: 30 }), centers)
    .map(([tenths, center]) => ({ shape: "zipf" as const, parameter: tenths / 7.5, ...center })),
  fc
    .tuple(fc.integer({ min: 0, max: 99 }), centers)
    .map(([parameter, center]) => ({ shape: "normal" as const, parameter, ...center })),
  fc
    .tuple(fc.constantFrom("zoned" as const, "zoned_abs" as const), fc.integer({ min: 1, max: 99 }))
    .map(([shape, first]) => ({
      shape,
      zones: [first, 100 - first].map((accessPercent, index) => ({
        accessPercent,
        size: shape === "zoned" ? ([first, 100 - first][1 - index] ?? 0) : accessPercent * 1024,
      })),
    })),
);
const observations: fc.Arbitrary<Job["observation"]> = fc
  .oneof(
    fc.record({ wait: fc.boolean() }),
    fc.record({
      mode: fc.constantFrom("none" as const, "hash" as const),
      wait: fc.constant(false),
    }),
    fc.record({ mode: fc.constant("immediate" as const), wait: fc.boolean() }),
    fc.record(
      {
        mode: fc.constantFrom("message" as const, "scratch" as const),
        when: fc.constantFrom(...NOTIFICATION_PHASES),
        batch: fc.integer({ min: 1, max: 64 }),
        wait: fc.boolean(),
      },
      { requiredKeys: ["mode", "wait"] },
    ),
  )
  .map((observation) => ({ ...observation }));
const anyJob = fc
  .record({
    name: fc
      .stringMatching(/^[a-z0-9][a-z0-9._ -]{0,20}[a-z0-9]$/)
      .filter((n) => !n.startsWith("global")),
    rwAndModifier: fc
      .record(
        { rw: fc.constantFrom(...ACCESS_PATTERNS), rwModifier: fc.integer({ min: 1, max: 1e6 }) },
        { requiredKeys: ["rw"] },
      )
      .map((pattern) => ({ ...pattern })),
    rwSequencer: fc.constantFrom("sequential" as const, "identical" as const),
    randomPercent: fc
      .tuple(percents, percents, percents)
      .map(([read, write, trim]) => ({ read, write, trim })),
    distribution: distributions,
    randomMap: fc.boolean(),
    randomGenerator: fc.constantFrom("tausworthe" as const, "lfsr" as const),
    blockRange: fc
      .record({ read: ranges, write: ranges, trim: ranges }, { requiredKeys: [] })
      .map((range) => ({ ...range })),
    readMixPercent: fc.integer({ min: 0, max: 100 }),
    blockSizeBytes: fc
      .tuple(blockSizes, blockSizes, blockSizes)
      .map(([read, write, trim]) => ({ read, write, trim })),
    iodepth: fc.integer({ min: 1, max: 4096 }),
    numjobs: fc.integer({ min: 1, max: 1024 }),
    size: extents,
    offset: extents,
    runtimeSeconds: fc.integer({ min: 1, max: 1e9 }).map((ms) => ms / 1000),
    timeBased: fc.boolean(),
    stonewall: fc.boolean(),
    randSeed: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
    randRepeat: fc.boolean(),
    percentiles: fc
      .uniqueArray(fc.integer({ min: 1, max: 10_000 }), { minLength: 1, maxLength: 20 })
      .map((list) => list.sort((a, b) => a - b).map((p) => p / 100)),
    engineAndObservation: fc.oneof(
      fc.record({ engine: fc.constant("fabric" as const), observation: observations }),
      fc.constant({ engine: "null" as const, observation: { wait: false } }),
    ),
  })
  .map(({ engineAndObservation, rwAndModifier, ...others }) => ({
    ...others,
    ...engineAndObservation,
    ...rwAndModifier,
  }));

/** Runs a parser that may refuse its input, but in one way only. */
function refusesOnlyByUserError(parse: () => unknown): void {
  try {
    parse();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    assert.equal(error.code, "job_file_invalid");
  }
}

describe("job files by property", () => {
  it("parseJobFile__rendered_jobs_come_back", () => {
    fc.assert(
      fc.property(fc.array(anyJob, { minLength: 1, maxLength: 5 }), (jobs) => {
        const parsed = parseJobFile(render(jobs), "a.fio").jobs;
        assert.equal(parsed.length, jobs.length);
        for (const [index, job] of jobs.entries()) {
          const { options: _options, ...rest } = parsed[index] ?? assert.fail();
          assert.deepEqual({ ...rest, ...job }, rest);
        }
      }),
    );
  });

  it("parseJobFile__any_text_is_a_profile_or_a_user_error", () => {
    const names = JOB_OPTIONS.flatMap(({ name, aliases }) => [name, ...aliases]);
    const line = fc.oneof(
      fc.string(),
      fc.constantFrom("[global]", "[a]", "[", "; x", "# x", ""),
      fc.tuple(fc.constantFrom(...names), fc.string()).map(([name, value]) => `${name}=${value}`),
      fc.constantFrom(...names),
    );
    fc.assert(
      fc.property(fc.array(line), (lines) =>
        refusesOnlyByUserError(() => parseJobFile(lines.join("\n"), "a.fio")),
      ),
    );
  });

  it("profileFromFlags__any_options_are_a_profile_or_a_user_error", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.string()), (options) =>
        refusesOnlyByUserError(() => profileFromFlags(options)),
      ),
    );
  });
});

describe("the table of job options", () => {
  it("table__no_name_stands_twice", () => {
    const names = JOB_OPTIONS.flatMap(({ name, aliases }) => [name, ...aliases]);
    assert.equal(new Set(names).size, names.length);
  });

  it("table__every_option_is_documented_in_one_line", () => {
    for (const { name, doc, allowed } of JOB_OPTIONS) {
      assert.match(doc, /^[^\n]{10,90}$/, name);
      assert.notEqual(allowed, "", name);
    }
  });
});
