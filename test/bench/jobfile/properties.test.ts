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
    `rw=${job.rw}`,
    `rwmixread=${job.readMixPercent}`,
    `bs=${job.blockSizeBytes?.read},${job.blockSizeBytes?.write},${job.blockSizeBytes?.trim}`,
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
    rw: fc.constantFrom(...ACCESS_PATTERNS),
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
  .map(({ engineAndObservation, ...others }) => ({ ...others, ...engineAndObservation }));

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
