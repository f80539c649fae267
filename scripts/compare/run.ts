/** A comparison from its command line to its report. */
import { availableParallelism, cpus, loadavg } from "node:os";
import { SignalWatch } from "../../src/cli/signals.js";
import { exitStatusOf, UserError } from "../../src/errors.js";
import type { Group } from "./groups/group.js";
import { type Options, parseOptions } from "./options.js";
import { type Circumstances, jsonReport, textReport } from "./report.js";
import type { Row } from "./row.js";
import { openWorkbench, type Workbench } from "./workbench.js";

export interface Comparison {
  /** What runs it: `npm run bench:compare`. */
  command: string;
  groups: readonly Group[];
  /** The last line of its text: where to read on. */
  seeAlso: string;
}

/** Above it, something else wants the cores. */
const QUIET_LOAD_AVERAGE = 0.5;

/**
 * Measures, prints each ratio beside its target and sets the process's exit status: 1 where
 * something could not be run. A target that is not met is no failure.
 */
export async function runComparison(comparison: Comparison, argv: string[]): Promise<void> {
  try {
    process.exitCode = await compare(comparison, argv);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    process.stderr.write([`Error: ${error.message}`, ...error.nextSteps].join("\n  ").concat("\n"));
    process.exitCode = exitStatusOf(error);
  }
}

async function compare({ command, groups, seeAlso }: Comparison, argv: string[]): Promise<number> {
  const options = parseOptions(argv, { command, groups: groups.map(({ name }) => name) });
  const circumstances = circumstancesOf(options);
  warnOfLoad(circumstances);
  const watch = new SignalWatch();
  try {
    const rows = await measure(groups, options, watch.signal);
    const report = options.json
      ? jsonReport(circumstances, rows)
      : textReport(circumstances, rows, seeAlso);
    process.stdout.write(report);
    if (watch.signal.aborted) return exitStatusOf(watch.signal.reason);
    return rows.some(({ kind }) => kind === "not_run") ? 1 : 0;
  } finally {
    watch.close();
  }
}

function circumstancesOf({ rounds, seconds }: Options): Circumstances {
  const [load_average = 0] = loadavg();
  const cpu = cpus()[0]?.model ?? "unknown";
  return { rounds, seconds, cpu, cores: availableParallelism(), load_average };
}

function warnOfLoad({ load_average, cores }: Circumstances): void {
  if (load_average > QUIET_LOAD_AVERAGE) {
    process.stderr.write(
      `Warning: the load average is ${load_average.toFixed(2)}: other work on the ${cores} cores ` +
        "makes these figures worth little.\n",
    );
  }
}

async function measure(
  groups: readonly Group[],
  options: Options,
  signal: AbortSignal,
): Promise<Row[]> {
  const rows: Row[] = [];
  const bench = await openWorkbench(options, signal);
  try {
    for (const group of groups) {
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
