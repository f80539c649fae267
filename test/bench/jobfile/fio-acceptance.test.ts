/** Compares what we accept with what fio itself accepts, where fio is installed. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseJobFile } from "../../../src/bench/jobfile/parse.js";
import { UserError } from "../../../src/errors.js";
import { surroundings, variable } from "./surroundings.js";

const PROFILES = join(import.meta.dirname, "../../../bench-profiles");

const ACCEPTED = [
  "[a]\nsize=1m\n",
  "; x\n# y\n[global]\nsize=1m ; z\n[a]\nrw=randrw # w\nrwmixread=70\n",
  "[global-first]\nsize=1m\n[a]\n",
  "[a]\r\nsize=1m\r\n",
  "[a]\nsize=50%\noffset=10%\nio_size=1m\n",
  "[a]\nsize=1m\nreadwrite=readwrite\nblocksize=4k\nfileoffset=0\nio_limit=4k\ntimeout=4\n",
  "[a]\nsize=1m\nwait_for_previous\nallrandrepeat=0\nrandseed=0x10\n",
  "[a]\nsize=1MiB\nbs=4kB\niodepth=1k\nnumber_ios=1k\n",
  "[a]\nsize=1m\nbs=4k,8k\nrate_iops=,5\n",
  "[a]\nsize=1m\nbs=4k,8k,16k\n",
  "[a]\nsize=1m\nbs=,,16k\n",
  ...["trim", "randtrim", "trimwrite", "randtrimwrite", "randread:8", "write:4k", "write:-8k"].map(
    (rw) => `[a]\nsize=1m\nrw=${rw}\n`,
  ),
  "[a]\nsize=1m\nrw=randread:8\nrw_sequencer=identical\npercentage_random=50,20,10\n",
  "[a]\nsize=1m\nbsrange=1k-4k,2k:8k\nbs_unaligned\n",
  "[a]\nsize=1m\nbssplit=4k/10:64k/50:32k/40\nblocksize_unaligned=0\n",
  "[a]\nsize=1m\nbssplit=4k/50:1k/:32k/,8k\nblockalign=512,1k\nba=4k\n",
  ...[
    "random",
    "zipf",
    "zipf:1.2",
    "zipf:1.2:0.25",
    "pareto:0.2",
    "normal",
    "normal:10:0.3",
    "zoned:60/10:30/20:8/30:2/40",
    "zoned:50/50:50/",
    "zoned_abs:60/20k:40/100k",
  ].map((distribution) => `[a]\nsize=1m\nrandom_distribution=${distribution}\n`),
  "[a]\nsize=1m\nnorandommap=1\nsoftrandommap=1\nrandom_generator=lfsr\n",
  "[a]\nsize=1m\noffset_increment=1m\nnumjobs=2\nallrandrepeat=1\n",
  "[a]\nsize=1m\nloops=3\nstartdelay=500ms-1s\nexitall\nexitall_on_error\nnew_group=1\n",
  "[b]\nsize=1m\n[a]\nsize=1m\nwait_for=b\nstartdelay=5:10\n",
  "[a]\nsize=1m\nexitall\nexit_what=stonewall\nserialize_overlap=1\n",
  "[a]\nread_iolog=ops.log\nreplay_no_stall=1\nreplay_time_scale=50\n",
  "[a]\nsize=1m\nthinktime=5\nthinktime_blocks=4\niodepth_low=2\n",
  "[a]\nsize=1m\niodepth=8\niodepth_batch=0\niodepth_batch_submit=4\n",
  "[a]\nsize=1m\niodepth_batch_complete=0\niodepth_batch_complete_max=4\n",
  "[a]\nsize=1m\ncpus_allowed=0\ncpus_allowed_policy=split\n",
  "[a]\nsize=1m\nrate=1m,500k\nrate_min=,1k\nrate_process=poisson\nrate_cycle=500\n",
  "[a]\nsize=1m\nrate_iops=50,\nrate_iops_min=5\nratemin=5\nratecycle=5\n",
  "[a]\nsize=1m\nmax_latency=5ms,1s\n",
  "[a]\nsize=1m\nlatency_target=50\nlatency_window=5s\nlatency_percentile=99.9\nlatency_run=1\n",
  ...["crc32c", "crc32c-intel", "md5", "sha256", "xxhash", "0"].map(
    (method) => `[a]\nsize=1m\nrw=write\nverify=${method}\ndo_verify=1\nverify_fatal=1\n`,
  ),
  '[a]\nsize=1m\nrw=write\nverify=pattern\nverify_pattern=0xff%o"abcd"-12\nverify_dump=1\n',
  "[a]\nsize=1m\nrw=write\nverify=md5\nverify_only\nverify_interval=512\n",
  "[a]\nsize=1m\nrw=write\nverify=md5\nverify_backlog=5\nverify_backlog_batch=3\n",
  "[a]\nsize=1m\nzero_buffers\nrefill_buffers=1\nbuffer_compress_percentage=50\n",
  "[a]\nsize=1m\nbuffer_pattern=0xdeadface\ncontinue_on_error=verify\n",
  "[a]\nsize=1m\nbuffer_pattern='/dev/zero'\ncontinue_on_error=1\n".replace(
    "/dev/zero",
    import.meta.filename,
  ),
  "[a]\ninclude options.inc\n",
  "[global]\ninclude options.inc\n[a]\niodepth=2\n",
  `[a]\nsize=${variable("SIZE")}\nname=x${variable("NONE")}\n`,
  "[a]\nsize=8*$mb_memory\niodepth=$ncpus\nbs=$pagesize\n",
  "[a]\nsize=$mb_memory\n",
  "[a]\nsize=1m\nbs=,8k\nrate_iops=5,\n",
  "[a]\nsize=1m\nruntime=500ms\nramp_time=1s\ntime_based\n",
  "[a]\nsize=1m\nruntime=2H\ntime_based=1\ngroup_reporting=0\nstonewall\n",
  "[a]\nsize=1m\npercentile_list=50:99:99.9\n",
  "[a]\nname=b\ndescription=some words\nsize=1m\nnumjobs=3\n",
  "[a]\nsize=0\nio_size=0\nruntime=0\nnumber_ios=0\nioengine=null\n",
  "[a]\nsize=1m\ndirect=1\ninvalidate=1\nfilename=x\nfsync=1\nthread\nnorandommap\nnew_group\n",
];

const REFUSED_BY_BOTH = [
  "bs=4k\n[a]\nsize=1m\n",
  "[a]\nsize=1m\nBS=4k\n",
  "[a]\nsize=1m\nnosuch=1\n",
  "[a]\nsize=1m\nbs=\n",
  "[a]\nsize=1m\nbs=0\n",
  "[a]\nsize=1m\nbs\n",
  "[a]\nsize=1m\nrw=rea\n",
  "[a]\nsize=1m\nrw=RANDREAD\n",
  "[a]\nsize=1m\nrwmixread=101\n",
  "[a]\nsize=1m\niodepth=0\n",
  "[a]\nsize=1m\nrandrepeat\n",
  "[a]\nsize=1m\nrandrepeat=5\n",
  "[a]\nsize=1m\ntime_based=yes\n",
  "[a]\nsize=1m\nname=\n",
  "[a]\nsize=1m\nrw_sequencer=x\n",
  "[a]\nsize=1m\nverify=crc\n",
  "[a]\nsize=1m\ndo_verify\n",
  "[a]\nsize=1m\nverify_pattern=zz\n",
  "[a]\nsize=1m\nverify_pattern=\n",
  "[a]\nsize=1m\nbuffer_pattern='none.inc'\n",
  "[a]\nsize=1m\nbuffer_compress_percentage=101\n",
  "[a]\nsize=1m\ncontinue_on_error=x\n",
  "[a]\nsize=1m\nexit_what=x\n",
  "[a]\nsize=1m\nserialize_overlap=x\n",
  "[a]\nread_iolog=ops.log\nreplay_time_scale=0\n",
  "[a]\nsize=1m\nstartdelay=\n",
  "[a]\nsize=1m\ncpus_allowed_policy=x\n",
  "[a]\nsize=1m\nrate_process=x\n",
  "[a]\nsize=1m\nlatency_percentile=101\n",
  "[a]\nsize=1m\nlatency_run\n",
  "[a]\nsize=1m\nbsrange=4k\n",
  "[a]\nsize=1m\nbssplit=4k/60:8k/60:1k/:2k/\n",
  "[a]\nsize=1m\nblockalign=0\n",
  "[a]\nsize=1m\npercentage_random=101\n",
  "[a]\nsize=1m\nrandom_generator=x\n",
  ...[
    "gauss",
    "zipf:1",
    "zipf:1.2:2",
    "pareto:0",
    "pareto:1",
    "normal:100",
    "zoned",
    "zoned:60/10:30/20",
    "zoned:60/60:40/60",
    "zoned:60/10:40/90,50/50:50/50",
    "zoned_abs=60/20k:40/100k",
  ].map((distribution) => `[a]\nsize=1m\nrandom_distribution=${distribution}\n`),
  "include options.inc\n[a]\nsize=1m\n",
  `[a]\nsize=${variable("NONE")}\nbs=${variable("NONE")}\n`,
];

/** For a fio that was built with its parser for arithmetic. */
const ARITHMETIC = [
  "[a]\nsize=(4*1024k)\n",
  "[a]\nsize=1m\nbs=(2^10*4),(8k)\n",
  "[a]\nsize=1m\niodepth=($ncpus*2)\nruntime=(1m+30s)\n",
];

const INCLUDED = {
  "options.inc": "size=1m\nbs=8k\n",
  "section.inc": "size=1m\n[b]\nbs=8k\n",
  "ops.log": "fio version 3 iolog\n0 f add\n1 f read 0 4096\n",
};

/** What fio takes silently for something that nobody can have meant. */
const REFUSED_BY_MEMVOL_ALONE = [
  "",
  "[global]\nbs=4k\n",
  "[a\nsize=1m\n",
  "[a]\nsize=1m\ntime_based\n",
  "[a]\nsize=1m\nnumjobs=0\n",
  "[a]\nsize=1m\nruntime=1sec\n",
  "[a]\nsize=1.5m\n",
  "[a]\nsize=4kfoo\n",
  "[a]\nsize=1m\nrw=randread:0\n",
  "[a]\nsize=1m\nloops=0\n",
  "[a]\nread_iolog=none.log\n",
  "[a]\nread_iolog=ops.log\nloops=2\n",
  "[a]\nsize=1m\nverify=pattern\n",
  "[a]\nsize=1m\nverify_only\n",
  "[a]\nsize=1m\nioengine=null\nverify=md5\n",
  "[a]\nsize=1m\nwait_for=b\n",
  "[b]\nsize=1m\n[b]\nsize=1m\n[a]\nsize=1m\nwait_for=b\n",
  "[a]\nsize=1m\nthinktime_blocks=0\n",
  "[a]\nsize=1m\ncpus_allowed=x\n",
  "[a]\nsize=1m\ncpus_allowed=1-0\n",
  "[a]\nsize=1m\nlatency_target=50\n",
  "[a]\nsize=1m\nbsrange=0-4k\n",
  "[a]\nsize=1m\nbssplit=4k/60:8k/60\n",
  "[a]\nsize=1m\nrandom_distribution=zipf:-1\n",
  "[a]\nsize=1m\nrw=trimwrite\nrate_iops=5\n",
  "[a]\ninclude none.inc\n",
  "[a]\ninclude section.inc\n",
];

function weAccept(text: string): boolean {
  try {
    parseJobFile(text, "a.fio", surroundings(INCLUDED, { SIZE: "1m" }));
    return true;
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}

function defineTests(): void {
  let directory: string;

  before(() => {
    directory = mkdtempSync(join(tmpdir(), "memvol-fio-"));
    for (const [name, text] of Object.entries(INCLUDED)) writeFileSync(join(directory, name), text);
  });

  after(() => rmSync(directory, { recursive: true }));

  function fioAccepts(text: string): boolean {
    writeFileSync(join(directory, "a.fio"), text);
    const env = { PATH: process.env.PATH, SIZE: "1m" };
    const { status } = spawnSync("fio", ["--parse-only", "a.fio"], { cwd: directory, env });
    return status === 0;
  }

  function compare(text: string, ours: boolean, fios: boolean): void {
    it(`acceptance__${JSON.stringify(text)}`, () => {
      assert.deepEqual({ ours: weAccept(text), fios: fioAccepts(text) }, { ours, fios });
    });
  }

  for (const text of ACCEPTED) compare(text, true, true);
  for (const text of REFUSED_BY_BOTH) compare(text, false, false);
  for (const text of REFUSED_BY_MEMVOL_ALONE) compare(text, false, true);

  for (const text of ARITHMETIC) {
    it(`acceptance_of_arithmetic__${JSON.stringify(text)}`, () => {
      const knowsArithmetic = fioAccepts("[a]\nsize=(1k)\n");
      assert.deepEqual([weAccept(text), fioAccepts(text)], [true, knowsArithmetic]);
    });
  }

  it("acceptance__every_profile_of_ours_but_those_with_options_of_memvol", () => {
    for (const file of readdirSync(PROFILES)) {
      const text = readFileSync(join(PROFILES, file), "utf8");
      assert.equal(fioAccepts(text), !/^memvol_/m.test(text), file);
    }
  });
}

if (spawnSync("fio", ["--version"]).status === 0) describe("fio --parse-only", defineTests);
