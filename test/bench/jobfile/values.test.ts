import assert from "node:assert/strict";
import type { Job } from "../../../src/bench/job.js";
import { parseJobFile } from "../../../src/bench/jobfile/parse.js";
import { refusalOf } from "./refusal.js";

function jobOf(line: string): Job {
  const { jobs } = parseJobFile(`[a]\nruntime=1\n${line}`, "a.fio");
  return jobs[0] ?? assert.fail();
}

describe("values of job options", () => {
  const accepted: [line: string, key: keyof Job, value: unknown][] = [
    ["rw=read", "rw", "read"],
    ["rw=randwrite", "rw", "randwrite"],
    ["rw=readwrite", "rw", "rw"],
    ["readwrite=randrw", "rw", "randrw"],
    ["rwmixread=0", "readMixPercent", 0],
    ["rwmixread=100", "readMixPercent", 100],
    ["rwmixwrite=30", "readMixPercent", 70],
    ["bs=512", "blockSizeBytes", { read: 512, write: 512, trim: 512 }],
    ["bs=0x200", "blockSizeBytes", { read: 512, write: 512, trim: 512 }],
    ["bs=4kB", "blockSizeBytes", { read: 4096, write: 4096, trim: 4096 }],
    ["bs=4kib", "blockSizeBytes", { read: 4000, write: 4000, trim: 4000 }],
    ["bs=4k,64k", "blockSizeBytes", { read: 4096, write: 65536, trim: 65536 }],
    ["bs=4k,64k,", "blockSizeBytes", { read: 4096, write: 65536, trim: 4096 }],
    ["bs=,,1m", "blockSizeBytes", { read: 4096, write: 4096, trim: 2 ** 20 }],
    ["bs=(2^10*4),(8k)", "blockSizeBytes", { read: 4096, write: 8192, trim: 8192 }],
    ["bs=8k,", "blockSizeBytes", { read: 8192, write: 4096, trim: 4096 }],
    ["size=1g", "size", { bytes: 2 ** 30 }],
    ["size=50%", "size", { percent: 50 }],
    ["size=(3 * 4k + 1)", "size", { bytes: 12289 }],
    ["size=0", "size", undefined],
    ["offset=0%", "offset", { percent: 0 }],
    ["offset=1m", "offset", { bytes: 2 ** 20 }],
    ["io_size=2g", "ioSize", { bytes: 2 * 2 ** 30 }],
    ["io_size=0", "ioSize", undefined],
    ["number_ios=1k", "numberIos", 1024],
    ["number_ios=0", "numberIos", undefined],
    ["iodepth=4096", "iodepth", 4096],
    ["numjobs=8", "numjobs", 8],
    ["runtime=30", "runtimeSeconds", 30],
    ["runtime=500ms", "runtimeSeconds", 0.5],
    ["runtime=250USEC", "runtimeSeconds", 0.00025],
    ["runtime=2m", "runtimeSeconds", 120],
    ["runtime=1h", "runtimeSeconds", 3600],
    ["runtime=1d", "runtimeSeconds", 86400],
    ["runtime=0", "runtimeSeconds", undefined],
    ["runtime=(2*3)", "runtimeSeconds", 6],
    ["runtime=(1m+30s)", "runtimeSeconds", 90],
    ["iodepth=(2^4)", "iodepth", 16],
    ["ramp_time=2s", "rampSeconds", 2],
    ["time_based", "timeBased", true],
    ["time_based=0", "timeBased", false],
    ["stonewall", "stonewall", true],
    ["group_reporting=1", "groupReporting", true],
    ["randseed=0xffffffffffffffff", "randSeed", 2n ** 64n - 1n],
    ["randrepeat=0", "randRepeat", false],
    ["rate_iops=1000", "rateIops", { read: 1000, write: 1000 }],
    ["rate_iops=1k,500", "rateIops", { read: 1024, write: 500 }],
    ["rate_iops=,500", "rateIops", { write: 500 }],
    ["rate_iops=0", "rateIops", {}],
    ["percentile_list=99.9:50:99:50", "percentiles", [50, 99, 99.9]],
    ["percentile_list=100", "percentiles", [100]],
    ["memvol_observe=none", "observation", { mode: "none", wait: false }],
    ["memvol_wait_observed", "observation", { wait: true }],
    ["memvol_wait_observed=0", "observation", { wait: false }],
  ];
  for (const [line, key, value] of accepted) {
    it(`option__${line}`, () => assert.deepEqual(jobOf(line)[key], value));
  }

  const refused: [line: string, message: RegExp][] = [
    ["rw=trim", /'trim' is not one of read, write, randread, randwrite, rw, randrw, readwrite$/],
    ["rw=randread:8", /'randread:8' is not one of/],
    ["rw=RANDREAD", /'RANDREAD' is not one of/],
    ["rw=constructor", /'constructor' is not one of/],
    ["rw", /needs a value$/],
    ["rwmixread=101", /'101' is not a whole number from 0 to 100$/],
    ["rwmixread=-1", /'-1' is not a whole number from 0 to 100$/],
    ["rwmixwrite=x", /'x' is not a whole number from 0 to 100$/],
    ["bs=0", /'0' is less than 1$/],
    ["bs=", /'' holds no value$/],
    ["bs=,", /',' holds no value$/],
    ["bs=4q", /'4q' is not a size: its suffix is unknown$/],
    ["bs=1.5k", /'1.5k' is not a size: it has a fraction$/],
    ["bs=4k,8k,16k,32k", /has more than three parts$/],
    ["bs=(4k", /'\(4k' is not an expression: a '\)' is missing$/],
    ["size=(1-2)", /'\(1-2\)' is less than 0$/],
    ["size=(4/0)", /it divides by zero$/],
    ["size=(9^99)", /'\(9\^99\)' is more than \d+ bytes$/],
    ["runtime=(1s-2s)", /'\(1s-2s\)' is negative$/],
    ["iodepth=(4097)", /'\(4097\)' is not a whole number from 1 to 4096$/],
    ["size=0%", /'0%' is not a share from 1% to 100%$/],
    ["size=101%", /'101%' is not a share from 1% to 100%$/],
    ["size=-1", /'-1' is not a size: it is negative$/],
    ["size=99999999p", /'99999999p' is not a size: it is more than/],
    ["size=99999999pib", /'99999999pib' is not a size: it is more than/],
    ["offset=101%", /'101%' is not a share from 0% to 100%$/],
    ["iodepth=0", /'0' is not a whole number from 1 to 4096$/],
    ["iodepth=4097", /'4097' is not a whole number from 1 to 4096$/],
    ["iodepth=", /'' is not a whole number from 1 to 4096$/],
    ["numjobs=0", /'0' is not a whole number from 1 to 1024$/],
    ["number_ios=1.5", /'1.5' is not a whole number from 0/],
    ["runtime=1sec", /'1sec' is not a whole number with one of the units/],
    ["runtime=1.5", /'1.5' is not a whole number with one of the units/],
    ["runtime=1constructor", /'1constructor' is not a whole number with one of the units/],
    ["runtime=999999999d", /'999999999d' is longer than can be counted/],
    ["time_based=yes", /'yes' is neither 1 nor 0$/],
    ["randrepeat", /needs a value$/],
    ["randseed=-1", /'-1' is not a whole number below 2\^64$/],
    ["randseed=18446744073709551616", /is not a whole number below 2\^64$/],
    ["rate_iops=fast", /'fast' is not a whole number from 0/],
    ["percentile_list=50:101", /'101' is not a percentile above 0 and up to 100$/],
    ["percentile_list=0", /'0' is not a percentile/],
    ["percentile_list=50::99", /'' is not a percentile/],
    [`percentile_list=${Array(21).fill("9").join(":")}`, /has 21 percentiles; 20 is the limit$/],
    ["name=", /'' is empty$/],
    ["ioengine=", /'' is empty$/],
    ["memvol_observe=all", /'all' is not one of none, hash, immediate, message, scratch$/],
    ["memvol_observe", /needs a value$/],
    ["memvol_observe_when=never", /'never' is not one of before, after, both$/],
    ["memvol_observe_batch=0", /'0' is not a whole number from 1 to 64$/],
    ["memvol_observe_batch=65", /'65' is not a whole number from 1 to 64$/],
    ["memvol_wait_observed=yes", /'yes' is neither 1 nor 0$/],
  ];
  for (const [line, message] of refused) {
    it(`option__refuses_${line}`, () => {
      const error = refusalOf(() => jobOf(line));
      const name = line.split("=")[0];
      assert.equal(error.code, "job_file_invalid");
      assert.ok(error.message.startsWith(`a.fio:3: '${name}'`), error.message);
      assert.match(error.message, message);
      assert.ok(error.nextSteps[0]?.startsWith(`'${name}' takes `), error.nextSteps[0]);
    });
  }
});
