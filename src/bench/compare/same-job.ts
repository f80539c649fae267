/** Whether two results are of the same job, so that a difference is one of what was measured. */
import type { JobRow, RunResult } from "../result/result.js";

/** Options that say how long or how to report, and not what the load is. */
const NOT_THE_LOAD = new Set(["runtime", "description", "percentile_list", "group_reporting"]);

/** What differs in the jobs, in words; none where they are the same. */
export function jobDifferences(first: RunResult, second: RunResult): string[] {
  const [before, after] = [first.jobs, second.jobs];
  const [some, others] = [first.memvol.workers.length, second.memvol.workers.length];
  if (some !== others) return [`${some} and ${others} workers made the load`];
  if (before.length !== after.length)
    return [`there are ${before.length} and ${after.length} jobs`];
  const globals = optionDifferences(first["global options"], second["global options"], "[global]");
  const own = before.flatMap((row, index) => {
    const other = after[index];
    return other === undefined ? [] : rowDifferences(row, other);
  });
  return [...new Set([...globals, ...own])];
}

function rowDifferences(row: JobRow, other: JobRow): string[] {
  const where = `job '${row.jobname}'`;
  return [
    ...optionDifferences(row["job options"], other["job options"], where),
    ...optionDifferences(effects(row), effects(other), where),
  ];
}

/** What the options came to, whatever they were written as. */
function effects({ jobname, groupid, memvol }: JobRow): Record<string, string> {
  const { rw, engine, iodepth, threads, block_size_bytes: blocks, observe } = memvol;
  return {
    name: jobname,
    stage: String(groupid + 1),
    ...{ rw, engine, iodepth: String(iodepth), threads: String(threads) },
    "block size": `${blocks.read}/${blocks.write}/${blocks.trim}`,
    operation: memvol.atomic ?? "plain",
    observation: observe?.mode ?? "none",
  };
}

type Options = Record<string, string>;

function optionDifferences(first: Options, second: Options, where: string): string[] {
  const names = new Set([...Object.keys(first), ...Object.keys(second)]);
  return [...names]
    .filter((name) => !NOT_THE_LOAD.has(name) && said(first[name]) !== said(second[name]))
    .map((name) => `${where}: ${name} is ${said(first[name])} and ${said(second[name])}`);
}

/** A bare option is one that is set to 1. */
function said(value: string | undefined): string {
  return value === undefined ? "not given" : value || "1";
}

/** What else differs or qualifies the comparison: it is told, and forbids nothing. */
export function environmentNotes(first: RunResult, second: RunResult): string[] {
  const [before, after] = [first.memvol, second.memvol];
  const facts = {
    processor: [
      `${before.cpu.count} × ${before.cpu.model}`,
      `${after.cpu.count} × ${after.cpu.model}`,
    ],
    "operating system": [before.os_release, after.os_release],
    memvol: [first["memvol version"], second["memvol version"]],
    libfabric: [before.libfabric_version, after.libfabric_version],
    provider: [before.fabric?.provider, after.fabric?.provider],
    "volume size": [before.volume?.size_bytes, after.volume?.size_bytes],
  };
  const differing = Object.entries(facts)
    .filter(([, [one, other]]) => one !== other)
    .map(([name, [one, other]]) => `${name}: ${one ?? "none"} and ${other ?? "none"}`);
  const partial = [first, second].filter(({ memvol }) => memvol.status !== "completed");
  return [...differing, ...partial.map(({ memvol }) => `run ${memvol.id} is partial`)];
}
