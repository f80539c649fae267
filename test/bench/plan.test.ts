import assert from "node:assert/strict";
import { join } from "node:path";
import fc from "fast-check";
import type { Job } from "../../src/bench/job.js";
import { profileFromFlags } from "../../src/bench/jobfile/flags.js";
import { parseJobFile } from "../../src/bench/jobfile/parse.js";
import { readPercentOf } from "../../src/bench/pattern.js";
import {
  cloneOffset,
  planStages,
  requiredVolumeBytes,
  resolveJob,
  writesAnything,
} from "../../src/bench/plan.js";
import { refusalOf } from "./jobfile/refusal.js";

const MIB = 2 ** 20;
const NO_PATTERN = { bytes: Buffer.alloc(0), offsetPlaces: [] };
const NO_RATE = { perSecond: 0, inBytes: false };
const BLOCK = { minBytes: 4096, maxBytes: 4096, unaligned: false, split: [] };

function job(options: Record<string, string>): Job {
  return profileFromFlags(options).jobs[0] ?? assert.fail();
}

describe("planStages", () => {
  function stageNames(text: string): string[][] {
    const stages = planStages(parseJobFile(text, "a.fio").jobs);
    return stages.map((stage) => stage.map(({ name }) => name));
  }

  it("planStages__without_stonewall_all_start_together", () => {
    assert.deepEqual(stageNames("[a]\n[b]\n[c]"), [["a", "b", "c"]]);
  });

  it("planStages__stonewall_starts_a_stage", () => {
    assert.deepEqual(stageNames("[a]\n[b]\nstonewall\n[c]\n[d]\nstonewall"), [
      ["a"],
      ["b", "c"],
      ["d"],
    ]);
  });

  it("planStages__stonewall_of_the_first_job_waits_for_nothing", () => {
    assert.deepEqual(stageNames("[global]\nstonewall\n[a]\n[b]"), [["a"], ["b"]]);
  });

  it("planStages__no_jobs_no_stages", () => assert.deepEqual(planStages([]), []));
});

describe("writesAnything", () => {
  const rows: [Record<string, string>, boolean][] = [
    [{ rw: "read" }, false],
    [{ rw: "randread" }, false],
    [{ rw: "write" }, true],
    [{ rw: "randrw" }, true],
    [{ rw: "randrw", rwmixread: "100" }, false],
    [{ rw: "trim" }, true],
    [{ rw: "write", verify: "md5", verify_only: "1" }, false],
    [{ rw: "randtrimwrite" }, true],
    [{ rw: "write", ioengine: "null" }, false],
  ];
  for (const [options, writes] of rows) {
    it(`writesAnything__${JSON.stringify(options)}`, () => {
      assert.equal(writesAnything([job({ rw: "read" }), job(options)]), writes);
    });
  }

  it("readPercentOf__mix_counts_for_mixed_jobs_only", () => {
    assert.equal(readPercentOf(job({ rw: "rw", rwmixread: "70" })), 70);
    assert.equal(readPercentOf(job({ rw: "randread", rwmixread: "70" })), 100);
    assert.equal(readPercentOf(job({ rw: "write", rwmixread: "70" })), 0);
  });
});

describe("resolveJob", () => {
  it("resolveJob__defaults_cover_the_volume_once", () => {
    assert.deepEqual(resolveJob(job({}), MIB), {
      engine: "fabric",
      pattern: {
        random: false,
        readPercent: 100,
        trims: "none",
        blockSizes: { read: BLOCK, write: BLOCK, trim: BLOCK },
        alignBytes: { read: 0, write: 0, trim: 0 },
        randomPercent: { read: 100, write: 100, trim: 100 },
        eachOnce: true,
        distribution: { shape: "uniform", parameter: 0, zones: [] },
        runLength: 1,
        runInPlace: false,
        gapBytes: 0,
      },
      offsetBytes: 0,
      sizeBytes: MIB,
      ioSizeBytes: MIB,
      numberIos: 0,
      runtimeNs: 0,
      rampNs: 0,
      iodepth: 1,
      rates: {
        target: { read: NO_RATE, write: NO_RATE, trim: NO_RATE },
        poisson: false,
        least: { read: NO_RATE, write: NO_RATE, trim: NO_RATE },
        cycleNs: 1e9,
      },
      flow: {
        loops: 1,
        startDelayNsMin: 0,
        startDelayNsMax: 0,
        group: 0,
        endsGroup: false,
        endsRun: false,
        endsAllOnError: false,
        serializesOverlap: false,
        thinkNs: 0,
        thinkAfter: 1,
        batchSubmit: 1,
        batchCompleteMin: 1,
        batchCompleteMax: 0,
        continuesOnError: { read: false, write: false, trim: false },
        maxLatencyNs: { read: 0, write: 0, trim: 0 },
        latencyTarget: { targetNs: 0, windowNs: 0, percentile: 100, keepsOn: false },
      },
      buffers: { zeros: false, refill: false, pattern: NO_PATTERN, compressPercent: 0 },
      replayTimed: false,
      verify: {
        method: "none",
        readsBack: true,
        only: false,
        fatal: false,
        continues: false,
        intervalBytes: 0,
        backlog: 0,
        backlogBatch: 0,
        pattern: NO_PATTERN,
        dumpPrefix: "",
      },
      notify: { when: "after", batch: 32, outOfBand: false },
    });
  });

  it("resolveJob__the_file_of_the_file_engine", () => {
    const options = { ioengine: "file", filename: "/dev/../tmp/x", direct: "1" };
    assert.deepEqual(resolveJob(job(options), MIB).file, { path: "/tmp/x", direct: true });
    assert.equal(resolveJob(job({ filename: "/tmp/x" }), MIB).file, undefined);
  });

  it("resolveJob__verification_and_contents", () => {
    const spec = resolveJob(
      job({
        ...{ rw: "write", verify: "crc32c-intel", verify_pattern: '0xff%o"ab"', verify_dump: "1" },
        ...{ name: "a/b", continue_on_error: "1", zero_buffers: "1", verify_backlog: "8" },
      }),
      MIB,
    );
    assert.equal(spec.verify.method, "crc32c");
    assert.equal(spec.verify.continues, true);
    assert.equal(spec.verify.backlog, 8);
    assert.equal(spec.verify.dumpPrefix, join(process.cwd(), "a_b."));
    assert.deepEqual([...spec.verify.pattern.bytes], [0xff, 0, 0, 0, 0, 0, 0, 0, 0, 97, 98]);
    assert.deepEqual(spec.verify.pattern.offsetPlaces, [1]);
    assert.equal(spec.buffers.zeros, true);
  });

  it("resolveJob__clones_that_verify_need_ranges_of_their_own", () => {
    const options = { rw: "write", verify: "md5", numjobs: "2", size: "64k" };
    const apart = job({ ...options, offset_increment: "64k" });
    assert.equal(resolveJob(apart, MIB).verify.method, "md5");
    const shared = refusalOf(() => resolveJob(job({ ...options, offset_increment: "32k" }), MIB));
    assert.match(shared.message, /^job 'job' verifies what it writes, but its 2 clones share/);
    assert.equal(resolveJob(job({ ...options, rw: "read" }), MIB).verify.method, "md5");
  });

  it("resolveJob__notifications_are_as_asked", () => {
    const options = { memvol_observe: "message", memvol_observe_when: "both" };
    const { notify } = resolveJob(job({ ...options, memvol_observe_batch: "1" }), MIB);
    assert.deepEqual(notify, { when: "both", batch: 1, outOfBand: false });
  });

  it("resolveJob__size_defaults_to_the_rest_after_offset", () => {
    const { offsetBytes, sizeBytes } = resolveJob(job({ offset: "256k" }), MIB);
    assert.deepEqual([offsetBytes, sizeBytes], [MIB / 4, (MIB / 4) * 3]);
  });

  it("resolveJob__time_based_has_no_bound_but_time", () => {
    const spec = resolveJob(
      job({ time_based: "1", runtime: "1500ms", ramp_time: "1", io_size: "4k", number_ios: "9" }),
      MIB,
    );
    assert.equal(spec.ioSizeBytes, 0);
    assert.equal(spec.numberIos, 0);
    assert.equal(spec.runtimeNs, 1_500_000_000);
    assert.equal(spec.rampNs, 1_000_000_000);
  });

  it("resolveJob__explicit_bounds", () => {
    const spec = resolveJob(job({ io_size: "2m", number_ios: "9", rate_iops: ",7" }), MIB);
    assert.equal(spec.ioSizeBytes, 2 * MIB);
    assert.equal(spec.numberIos, 9);
    assert.deepEqual(spec.rates.target, {
      read: NO_RATE,
      write: { perSecond: 7, inBytes: false },
      trim: { perSecond: 7, inBytes: false },
    });
  });

  it("resolveJob__io_size_as_a_share_counts_from_the_job's_size", () => {
    assert.equal(resolveJob(job({ size: "512k", io_size: "50%" }), MIB).ioSizeBytes, MIB / 4);
    assert.equal(resolveJob(job({ size: "10", bs: "1", io_size: "1%" }), MIB).ioSizeBytes, 1);
  });

  it("resolveJob__shares_keep_to_whole_blocks", () => {
    const half = resolveJob(job({ size: "50%", bs: "4k" }), 1_000_001);
    assert.equal(half.sizeBytes, Math.floor(500_000 / 4096) * 4096);
    const rest = resolveJob(job({ offset: "50%", bs: "4k" }), 1_000_001);
    assert.equal(rest.offsetBytes, Math.ceil(500_000 / 4096) * 4096);
    assert.ok(half.sizeBytes <= rest.offsetBytes);
  });

  it("resolveJob__share_past_the_end_is_cut_as_in_fio", () => {
    assert.equal(resolveJob(job({ offset: "75%", size: "50%" }), MIB).sizeBytes, MIB / 4);
  });

  it("resolveJob__share_of_a_huge_volume_is_exact", () => {
    const volume = 2 ** 52 + 4096;
    assert.equal(resolveJob(job({ size: "100%" }), volume).sizeBytes, volume);
    assert.equal(resolveJob(job({ size: "50%" }), volume).sizeBytes, 2 ** 51);
  });

  it("resolveJob__range_of_the_larger_block_still_fits", () => {
    const spec = resolveJob(job({ rw: "randrw", bs: "4k,6k", size: "7k" }), MIB);
    assert.equal(spec.sizeBytes, 6 * 1024);
  });

  it("resolveJob__block_size_of_an_unused_direction_does_not_count", () => {
    assert.equal(resolveJob(job({ rw: "read", bs: "4k,1g", size: "8k" }), MIB).sizeBytes, 8192);
  });

  it("resolveJob__modifier_of_a_random_and_of_a_sequential_job", () => {
    const random = resolveJob(job({ rw: "randread:8", rw_sequencer: "identical" }), MIB).pattern;
    assert.deepEqual([random.runLength, random.runInPlace, random.gapBytes], [8, true, 0]);
    const sequential = resolveJob(job({ rw: "write:-8k" }), MIB).pattern;
    assert.deepEqual([sequential.runLength, sequential.gapBytes], [1, -8192]);
  });

  it("resolveJob__trims_are_alone_or_before_writes", () => {
    assert.equal(resolveJob(job({ rw: "randtrim" }), MIB).pattern.trims, "only");
    const { trims, random } = resolveJob(job({ rw: "randtrimwrite" }), MIB).pattern;
    assert.deepEqual([trims, random], ["before_write", true]);
  });

  it("resolveJob__a_range_of_sizes_and_then_one_size", () => {
    const ranged = resolveJob(job({ bsrange: "1k-8k,2k-4k", bs: ",16k,", bs_unaligned: "1" }), MIB);
    const { read, write, trim } = ranged.pattern.blockSizes;
    const bounds = [read, write, trim].map(({ minBytes, maxBytes }) => [minBytes, maxBytes]);
    assert.deepEqual(bounds, [
      [1024, 8192],
      [16_384, 16_384],
      [2048, 4096],
    ]);
    assert.equal(read.unaligned, true);
  });

  it("resolveJob__independent_draws_unless_the_generator_covers_all", () => {
    const eachOnce = (options: Record<string, string>) =>
      resolveJob(job({ rw: "randread", ...options }), MIB).pattern.eachOnce;
    assert.equal(eachOnce({}), true);
    assert.equal(eachOnce({ norandommap: "1" }), false);
    assert.equal(eachOnce({ norandommap: "1", random_generator: "lfsr" }), true);
  });

  it("resolveJob__zones_in_bytes_of_the_range", () => {
    const zones = (random_distribution: string) =>
      resolveJob(job({ rw: "randread", random_distribution }), MIB).pattern.distribution.zones;
    assert.deepEqual(zones("zoned:60/10:30/20:10/70"), [
      { endBytes: 104_857, weight: 60 },
      { endBytes: 314_572, weight: 30 },
      { endBytes: MIB, weight: 10 },
    ]);
    assert.deepEqual(zones("zoned_abs:60/4k:40/8k"), [
      { endBytes: 4096, weight: 60 },
      { endBytes: 12_288, weight: 40 },
    ]);
  });

  it("resolveJob__clones_start_an_increment_apart", () => {
    const clones = job({ offset: "4k", offset_increment: "128k", numjobs: "4", size: "64k" });
    assert.deepEqual(
      [0, 3].map((clone) => cloneOffset(clones, clone, MIB)),
      [0, 3 * 131_072],
    );
    assert.equal(resolveJob(clones, MIB).offsetBytes, 4096);
    const share = job({ offset_increment: "10%", numjobs: "2", size: "10%" });
    assert.equal(cloneOffset(share, 1, MIB), Math.ceil(MIB / 10 / 4096) * 4096);
  });

  it("resolveJob__without_a_size_clones_have_what_is_left_for_the_last", () => {
    const clones = job({ offset_increment: "256k", numjobs: "3" });
    assert.equal(resolveJob(clones, MIB).sizeBytes, MIB / 2);
  });

  const refused: [name: string, options: Record<string, string>, message: RegExp][] = [
    [
      "clone_past_the_end",
      { offset_increment: "256k", numjobs: "4", size: "512k" },
      /^job 'job' starts at byte 786432 and ends at 1310720, past the volume's/,
    ],
    [
      "zones_past_the_end",
      { rw: "randread", random_distribution: "zoned_abs:60/1m:40/1m" },
      /^job 'job' has zones of 2097152 bytes in a range of 1048576$/,
    ],
    [
      "longest_block_past_the_end",
      { bssplit: "4k/50:2m/50" },
      /range of 1048576 bytes, which is less than one block of 2097152/,
    ],
    [
      "size_past_the_end",
      { name: "big", offset: "512k", size: "1m" },
      /^job 'big' starts at byte 524288 and ends at 1572864, past the volume's 1048576 bytes/,
    ],
    ["offset_at_the_end", { offset: "1m" }, /^job 'job' starts at byte 1048576, past the volume's/],
    ["offset_share_at_the_end", { offset: "100%" }, /past the volume's 1048576 bytes \(1.0 MiB\)$/],
    ["no_block", { size: "2k" }, /range of 2048 bytes, which is less than one block of 4096/],
    [
      "no_block_in_one_direction",
      { rw: "rw", bs: "4k,64k", size: "32k" },
      /range of 32768 bytes, which is less than one block of 65536/,
    ],
  ];
  for (const [name, options, message] of refused) {
    it(`resolveJob__refuses_${name}`, () => {
      const error = refusalOf(() => resolveJob(job(options), MIB));
      assert.equal(error.code, "range_invalid");
      assert.match(error.message, message);
      assert.equal(error.nextSteps.length, 1);
    });
  }

  it("resolveJob__any_accepted_range_lies_in_the_volume", () => {
    const extent = fc.oneof(
      fc.integer({ min: 0, max: 2 * MIB }).map(String),
      fc.integer({ min: 1, max: 100 }).map((percent) => `${percent}%`),
    );
    const block = fc.integer({ min: 1, max: 70_000 });
    fc.assert(
      fc.property(
        extent,
        extent,
        block,
        fc.integer({ min: 1, max: MIB }),
        (size, offset, bs, volume) => {
          let spec: ReturnType<typeof resolveJob>;
          try {
            spec = resolveJob(job({ rw: "randread", size, offset, bs: String(bs) }), volume);
          } catch (error) {
            assert.equal((error as { code?: string }).code, "range_invalid");
            return;
          }
          assert.ok(spec.sizeBytes >= bs && spec.sizeBytes % bs === 0);
          assert.ok(spec.offsetBytes >= 0 && spec.offsetBytes + spec.sizeBytes <= volume);
        },
      ),
    );
  });
});

describe("requiredVolumeBytes", () => {
  it("requiredVolumeBytes__the_furthest_end", () => {
    const jobs = [job({ size: "64k" }), job({ size: "4k", offset: "1m" }), job({ size: "8k" })];
    assert.equal(requiredVolumeBytes(jobs), MIB + 4096);
  });

  it("requiredVolumeBytes__the_last_clone_s_end", () => {
    const jobs = [job({ size: "64k", offset: "4k", offset_increment: "1m", numjobs: "3" })];
    assert.equal(requiredVolumeBytes(jobs), 2 * MIB + 4096 + 65_536);
  });

  const refused: [Record<string, string>, RegExp][] = [
    [{}, /^job 'job' has no size, and there is no volume yet$/],
    [{ size: "50%" }, /^job 'job' has a range in percent/],
    [{ size: "4k", offset: "50%" }, /^job 'job' has a range in percent/],
  ];
  for (const [options, message] of refused) {
    it(`requiredVolumeBytes__refuses_${JSON.stringify(options)}`, () => {
      const error = refusalOf(() => requiredVolumeBytes([job(options)]));
      assert.equal(error.code, "range_invalid");
      assert.match(error.message, message);
      assert.match(error.nextSteps.join(" "), /size=64m.*--volume/);
    });
  }
});
