/** How long a job file of 500 jobs takes to parse: the median and the extremes of some runs. */
import { parseJobFile } from "../src/bench/jobfile/parse.js";

const JOBS = 500;
const RUNS = 21;

const job = (index: number) => `
[job-${index}]
; A job as they are written: some of its own, the rest from [global].
rw=randrw
rwmixread=${index % 101}
bs=4k,8k
offset=(${index}*1m)
size=\${MEMVOL_BENCH_SIZE}
iodepth=(2^3)
stonewall
`;
const jobs = Array.from({ length: JOBS }, (_, index) => job(index)).join("");
const text = `[global]\nruntime=10\ntime_based\ngroup_reporting\n${jobs}`;
process.env.MEMVOL_BENCH_SIZE = "1m";

const timesMs: number[] = [];
for (let run = 0; run < RUNS; run++) {
  const started = performance.now();
  parseJobFile(text, "bench.fio");
  timesMs.push(performance.now() - started);
}
const [first = Number.NaN] = timesMs;
timesMs.sort((a, b) => a - b);
const median = timesMs[Math.floor(RUNS / 2)] ?? Number.NaN;
const figures = `first ${first.toFixed(1)} ms, median ${median.toFixed(1)} ms`;
process.stdout.write(`${JOBS} jobs, ${text.length} bytes: ${figures}\n`);
