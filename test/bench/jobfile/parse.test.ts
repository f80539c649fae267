import assert from "node:assert/strict";
import { parseJobFile } from "../../../src/bench/jobfile/parse.js";
import { refusalOf } from "./refusal.js";

const parse = (text: string) => parseJobFile(text, "dir/jobs.fio");

function onlyJob(text: string) {
  const { jobs } = parse(text);
  assert.equal(jobs.length, 1);
  return jobs[0] ?? assert.fail();
}

describe("parseJobFile", () => {
  it("parseJobFile__job_without_options_has_fio's_defaults", () => {
    const job = onlyJob("[reader]");
    assert.equal(job.name, "reader");
    assert.equal(job.rw, "read");
    assert.equal(job.readMixPercent, 50);
    assert.deepEqual(job.blockSizeBytes, { read: 4096, write: 4096, trim: 4096 });
    assert.equal(job.iodepth, 1);
    assert.equal(job.numjobs, 1);
    assert.equal(job.size, undefined);
    assert.deepEqual(job.offset, { bytes: 0 });
    assert.equal(job.randRepeat, true);
    assert.equal(job.percentiles.length, 17);
    assert.equal(job.engine, "fabric");
    assert.deepEqual(job.options, {});
  });

  it("parseJobFile__profile_is_named_by_the_file", () => {
    assert.equal(parse("[a]").name, "jobs.fio");
  });

  it("parseJobFile__global_holds_for_later_jobs_only", () => {
    const { jobs, globalOptions } = parse(
      "[early]\n[global]\nbs=8k\niodepth=4\n[a]\niodepth=2\n[global]\nbs=16k\n[b]",
    );
    const seen = jobs.map((job) => [job.name, job.blockSizeBytes.read, job.iodepth]);
    assert.deepEqual(seen, [
      ["early", 4096, 1],
      ["a", 8192, 2],
      ["b", 16384, 4],
    ]);
    assert.deepEqual(globalOptions, { bs: "16k", iodepth: "4" });
    assert.deepEqual(jobs[1]?.options, { iodepth: "2" });
  });

  it("parseJobFile__pair_of_one_job_does_not_reach_the_next", () => {
    const { jobs } = parse("[global]\nbs=8k\n[a]\nbs=,64k\nrate_iops=10\n[b]");
    assert.deepEqual(jobs[0]?.blockSizeBytes, { read: 8192, write: 65536, trim: 65536 });
    assert.deepEqual(jobs[1]?.blockSizeBytes, { read: 8192, write: 8192, trim: 8192 });
    assert.deepEqual(jobs[1]?.rateIops, {});
  });

  it("parseJobFile__observation_of_one_job_does_not_reach_the_next", () => {
    const { jobs } = parse(
      "[global]\nmemvol_observe=scratch\n[a]\nmemvol_observe_when=both\nmemvol_observe_batch=8\n[b]",
    );
    const [first, second] = jobs.map(({ observation }) => observation);
    assert.deepEqual(first, { mode: "scratch", when: "both", batch: 8, wait: false });
    assert.deepEqual(second, { mode: "scratch", wait: false });
  });

  it("parseJobFile__comments_blanks_and_line_ends", () => {
    const job = onlyJob(
      "; a comment\r\n\r\n  # another\r\n [a] ; here too\r\n\tbs = 8k # and here\r\n" +
        "time_based\r\nruntime=2;x",
    );
    assert.equal(job.name, "a");
    assert.equal(job.blockSizeBytes.read, 8192);
    assert.equal(job.timeBased, true);
    assert.equal(job.runtimeSeconds, 2);
  });

  it("parseJobFile__sections_of_one_name_are_jobs_of_their_own", () => {
    assert.deepEqual(
      parse("[a]\n[a]\nbs=8k").jobs.map((job) => job.blockSizeBytes.read),
      [4096, 8192],
    );
  });

  it("parseJobFile__name_overrides_the_section", () => {
    const job = onlyJob("[a]\nname=other\ndescription=why it is\n");
    assert.equal(job.name, "other");
    assert.equal(job.options.description, "why it is");
  });

  it("parseJobFile__last_value_of_an_option_holds", () => {
    assert.equal(onlyJob("[a]\niodepth=2\niodepth=8").iodepth, 8);
  });

  it("parseJobFile__aliases_are_recorded_by_fio's_first_name", () => {
    const job = onlyJob(
      "[a]\nreadwrite=readwrite\nblocksize=8k\nfileoffset=4k\nio_limit=1m\ntimeout=5\n" +
        "wait_for_previous",
    );
    assert.equal(job.rw, "rw");
    assert.deepEqual(job.ioSize, { bytes: 2 ** 20 });
    assert.equal(job.runtimeSeconds, 5);
    assert.equal(job.stonewall, true);
    assert.deepEqual(Object.keys(job.options), [
      "rw",
      "bs",
      "offset",
      "io_size",
      "runtime",
      "stonewall",
    ]);
  });
});

describe("parseJobFile refusals", () => {
  const refused: [name: string, text: string, message: string][] = [
    ["no_job", "; nothing\n[global]\nbs=4k\n", "dir/jobs.fio holds no job"],
    ["option_first", "\nbs=4k", "dir/jobs.fio:2: 'bs=4k' stands before the first section"],
    ["open_section", "[a\n", "dir/jobs.fio:1: '[a' is not a section"],
    ["unnamed_section", "[]", "dir/jobs.fio:1: '[]' is not a section"],
    ["unnamed_option", "[a]\n=4k", "dir/jobs.fio:2: '=4k' has no option's name"],
    ["unknown", "[a]\n\nidepth=4", "dir/jobs.fio:3: 'idepth' is not an option of a job"],
    ["upper_case", "[a]\nBS=4k", "dir/jobs.fio:2: 'BS' is not an option of a job"],
    ["prototype", "[a]\n__proto__=4k", "dir/jobs.fio:2: '__proto__' is not an option"],
    [
      "unsupported",
      "[a]\nzonemode=zbd",
      "dir/jobs.fio:2: 'zonemode' is an option of fio that memvol does not support",
    ],
    ["time_based", "\n[a]\ntime_based", "dir/jobs.fio:2: job 'a' is time_based but has no"],
    [
      "file_engine_without_a_file",
      "[a]\nioengine=file",
      "dir/jobs.fio:1: job 'a' has ioengine=file but no filename",
    ],
    [
      "observed_file_engine",
      "[a]\nioengine=file\nfilename=x\nmemvol_observe=scratch",
      "dir/jobs.fio:1: job 'a' is to be observed, but the file engine reaches no volume",
    ],
    [
      "verified_null_engine",
      "[a]\nioengine=null\nverify=md5",
      "dir/jobs.fio:1: job 'a' is to be verified, but the null engine keeps nothing",
    ],
    [
      "pattern_without_a_pattern",
      "[a]\nverify=pattern",
      "dir/jobs.fio:1: job 'a' has verify=pattern but no verify_pattern",
    ],
    [
      "verify_only_without_verify",
      "[a]\nverify_only",
      "dir/jobs.fio:1: job 'a' is verify_only but has no verify",
    ],
    [
      "verify_only_of_a_length_of_time",
      "[a]\nverify=md5\nverify_only\ntime_based\nruntime=1",
      "dir/jobs.fio:1: job 'a' is verify_only but has a length of time",
    ],
    [
      "atomic_reads",
      "[a]\nbs=8\nmemvol_op=fetch_add",
      "dir/jobs.fio:1: job 'a' does fetch_add, which changes words, but its rw is read",
    ],
    [
      "atomic_blocks",
      "[a]\nrw=write\nmemvol_op=compare_swap",
      "dir/jobs.fio:1: job 'a' does compare_swap, which is on words, but its blocks are not of 8",
    ],
    [
      "atomic_null_engine",
      "[a]\nrw=write\nbs=8\nioengine=null\nmemvol_op=fetch_add",
      "dir/jobs.fio:1: job 'a' does fetch_add, but the null engine reaches no volume",
    ],
    [
      "atomic_verification",
      "[a]\nrw=write\nbs=8\nverify=md5\nmemvol_op=fetch_add",
      "dir/jobs.fio:1: job 'a' does fetch_add, which goes neither with verify nor with read_iolog",
    ],
    [
      "waiting_for_a_job_below",
      "[a]\nwait_for=b\n[b]",
      "dir/jobs.fio:1: job 'a' waits for 'b', which is no job above it",
    ],
    [
      "waiting_for_one_of_several",
      "[b]\n[b]\n[a]\nwait_for=b",
      "dir/jobs.fio:3: job 'a' waits for 'b', and several jobs have that name",
    ],
    [
      "latency_target_without_a_window",
      "[a]\nlatency_target=5",
      "dir/jobs.fio:1: job 'a' has a latency_target but no latency_window",
    ],
    [
      "rate_of_trims_with_their_writes",
      "[a]\nrw=trimwrite\nrate=1m",
      "dir/jobs.fio:1: job 'a' has a rate, but each of its writes follows on a trim",
    ],
    [
      "waiting_for_nobody",
      "[global]\nmemvol_wait_observed\n[a]\nmemvol_observe=hash",
      "dir/jobs.fio:3: job 'a' waits to be observed, but in mode hash nobody is told",
    ],
    [
      "batches_of_immediates",
      "[a]\nmemvol_observe=immediate\nmemvol_observe_batch=8",
      "dir/jobs.fio:1: job 'a' says how many to tell of at once, which only modes message and",
    ],
    [
      "phases_of_the_volume's_mode",
      "[a]\nmemvol_observe_when=both",
      "dir/jobs.fio:1: job 'a' says when to tell of an operation, which only modes message and",
    ],
    [
      "observed_null_engine",
      "[a]\nioengine=null\nmemvol_observe=scratch",
      "dir/jobs.fio:1: job 'a' is to be observed, but the null engine reaches no volume",
    ],
  ];
  for (const [name, text, message] of refused) {
    it(`parseJobFile__refuses_${name}`, () => {
      const error = refusalOf(() => parse(text));
      assert.equal(error.code, "job_file_invalid");
      assert.ok(error.message.startsWith(message), error.message);
      assert.ok(error.nextSteps.length > 0);
    });
  }

  it("parseJobFile__misspelt_option_gets_the_nearest_name", () => {
    const guesses: [string, string][] = [
      ["idepth=4", "iodepth"],
      ["block_size=4k", "blocksize"],
      ["rwmixreads=4", "rwmixread"],
      ["dirct=1", "direct"],
    ];
    for (const [line, meant] of guesses) {
      const error = refusalOf(() => parse(`[a]\n${line}`));
      assert.equal(error.nextSteps[0], `Did you mean '${meant}'?`);
    }
  });

  it("parseJobFile__name_far_from_all_gets_no_guess", () => {
    const error = refusalOf(() => parse("[a]\nqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq=1"));
    assert.match(error.nextSteps[0] ?? "", /^Options with an effect: rw, /);
  });
});

describe("parseJobFile warnings", () => {
  it("parseJobFile__option_without_effect_warns_once_with_its_line", () => {
    const { jobs, warnings } = parse("[global]\ndirect=1\nfilename=/dev/x\n[a]\n[b]\nthread");
    assert.equal(jobs.length, 2);
    assert.deepEqual(warnings, [
      "dir/jobs.fio:2: 'direct' has no effect: memvol has no page cache",
      "dir/jobs.fio:3: 'filename' has no effect: the volume stands in the place of files",
      "dir/jobs.fio:6: 'thread' has no effect: " +
        "the job's clones are native threads, which memvol places itself",
    ]);
  });

  it("parseJobFile__file_options_are_not_warned_of_where_a_job_uses_files", () => {
    const text = "[global]\nfilename=/tmp/x\ndirect=1\n[a]\n[b]\nioengine=file\n";
    const { jobs, warnings } = parse(text);
    assert.deepEqual(warnings, []);
    assert.deepEqual(
      jobs.map(({ engine, filename, direct }) => [engine, filename, direct]),
      [
        ["fabric", "/tmp/x", true],
        ["file", "/tmp/x", true],
      ],
    );
  });

  it("parseJobFile__engine_null_is_chosen_and_others_warned_of", () => {
    const { jobs, warnings } = parse("[a]\nioengine=null\n[b]\nioengine=libaio\n");
    assert.deepEqual(
      jobs.map((job) => job.engine),
      ["null", "fabric"],
    );
    assert.equal(warnings.length, 1);
    assert.match(warnings[0] ?? "", /^dir\/jobs\.fio:4: 'ioengine': 'libaio' has no effect/);
  });

  it("parseJobFile__size_that_fio_takes_as_decimal_is_pointed_out", () => {
    const { jobs, warnings } = parse("[a]\nsize=1MiB\nbs=4k\nio_size=1mi\n");
    assert.deepEqual(jobs[0]?.size, { bytes: 1_000_000 });
    assert.deepEqual(jobs[0]?.ioSize, { bytes: 2 ** 20 });
    assert.deepEqual(warnings, [
      "dir/jobs.fio:2: 'size': '1MiB' is 1000000 bytes, as fio reads it; '1m' is a power of 1024",
    ]);
  });
});
