/**
 * What memvol adds to the start of `node -e 0`: medians of alternating runs, so that what else
 * the machine does falls on all alike. Exits with 1 where a difference is over its limit.
 */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packageRoot } from "../src/package.js";

const ROUNDS = 41;
const memvol = join(packageRoot(), "bin", "run.js");

const CASES = [
  { name: "node -e 0", argv: ["-e", "0"], limitMs: 0 },
  { name: "memvol --version", argv: [memvol, "--version"], limitMs: 15 },
  { name: "memvol volume list", argv: [memvol, "volume", "list"], limitMs: 80 },
];

function startMs(argv: string[], env: NodeJS.ProcessEnv): number {
  const started = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, argv, { env, encoding: "utf8" });
  const tookMs = Number(process.hrtime.bigint() - started) / 1e6;
  if (status !== 0) throw new Error(`${argv.join(" ")} ended with ${status}: ${stderr}`);
  return tookMs;
}

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

const directory = await mkdtemp(join(tmpdir(), "memvol-startup-"));
const env = { ...process.env, MEMVOL_RUNTIME_DIR: directory, XDG_CONFIG_HOME: directory };
const serve = ["device", "serve", "--until-stdin-closes", "--log-level", "error"];
const device = spawn(
  process.execPath,
  [memvol, ...serve, "--state-directory", join(directory, "state")],
  { env, stdio: ["pipe", "pipe", "inherit"] },
);
try {
  await once(device.stdout, "data");
  const runs = CASES.map((startCase) => ({ ...startCase, timesMs: [] as number[] }));
  for (let round = 0; round < ROUNDS; round++) {
    for (const { argv, timesMs } of runs) timesMs.push(startMs(argv, env));
  }
  const floorMs = median(runs[0]?.timesMs ?? []);
  for (const { name, limitMs, timesMs } of runs) {
    const tookMs = median(timesMs);
    const overMs = tookMs - floorMs;
    const figures = `${tookMs.toFixed(1)} ms, +${overMs.toFixed(1)} ms (limit ${limitMs} ms)`;
    process.stdout.write(`${name.padEnd(20)} ${figures}\n`);
    if (overMs > limitMs) process.exitCode = 1;
  }
} finally {
  device.stdin.end();
  await once(device, "close");
  await rm(directory, { recursive: true });
}
