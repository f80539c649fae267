/**
 * main.ts [--rounds N] [--seconds N] [--json] [GROUP…]: measures memvol against what it is to be
 * compared with and prints each ratio beside its target. A target that is not met is no
 * failure; exits with 1 where something could not be run.
 */
import { availableParallelism, cpus, loadavg } from "node:os";
import { exitStatusOf, UserError } from "../../src/errors.js";
import { SignalWatch } from "../../src/signals.js";
import { bareGroup } from "./groups/bare.js";
import type { Group } from "./groups/group.js";
import { nbdGroup } from "./groups/nbd.js";
import { nullGroup } from "./groups/null.js";
import { viewGroup } from "./groups/view.js";
import { type Options, parseOptions } from "./options.js";
import { type Circumstances, jsonReport, textReport } from "./report.js";
import type { Row } from "./row.js";
import { openWorkbench, type Workbench } from "./workbench.js";

const GROUPS: readonly Group[] = [bareGroup, nbdGroup, nullGroup, viewGroup];

/** Above it, something else wants the cores. */
const QUIET_LOAD_AVERAGE = 0.5;

function circumstancesOf({ rounds, seconds }: Options): Circumstances {
  const [load_average = 0] = loadavg();
  const cpu = cpus()[0]?.model ?? "unknown";
  return { rounds, seconds, cpu, cores: availableParallelism(), load_average };
}

function warnOfLoad({ load_average, cores }: Circumstances): void {
  if (load_average > QUIET_LOAD_AVERAGE) {
    process.stderr.write(
      `Warning: the load average is ${load_average.toFixed(2)}: other work on the ${cores} cores ` +
        "makes these figures worth little, and the bare loop's least of all.\n",
    );
  }
}

async function measure(options: Options, signal: AbortSignal): Promise<Row[]> {
  const rows: Row[] = [];
  const bench = await openWorkbench(options, signal);
  try {
    for (const group of GROUPS) {
      const wanted = options.groups.length === 0 || options.groups.includes(group.name);
      if (wanted && !signal.aborted) await measureGroup(group, bench, rows);
    }
  } finally {
    await bench.close();
  }
  return rows;
}

async function measureGroup(group: Group, bench: Workbench, rows: Row[]): Promise<void> {
  try {
    for await (const row of group.measure(bench)) rows.push(row);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    rows.push({ kind: "not_run", title: group.title, reason });
  }
}

async function main(): Promise<number> {
  const options = parseOptions(
    process.argv.slice(2),
    GROUPS.map(({ name }) => name),
  );
  const circumstances = circumstancesOf(options);
  warnOfLoad(circumstances);
  const watch = new SignalWatch();
  try {
    const rows = await measure(options, watch.signal);
    process.stdout.write((options.json ? jsonReport : textReport)(circumstances, rows));
    if (watch.signal.aborted) return exitStatusOf(watch.signal.reason);
    return rows.some(({ kind }) => kind === "not_run") ? 1 : 0;
  } finally {
    watch.close();
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  process.stderr.write([`Error: ${error.message}`, ...error.nextSteps].join("\n  ").concat("\n"));
  process.exitCode = exitStatusOf(error);
}
