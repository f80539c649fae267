/** Searches the highest rate at which a profile keeps its targets, and keeps every probe. */
import { randomUUID } from "node:crypto";
import { UserError } from "../../errors.js";
import { formatRate } from "../../units/format.js";
import { figuresOf, figureText } from "../curve/figures.js";
import { checkGates, type Gate } from "../gates/gate.js";
import { gatedJobs } from "../gates/gated-jobs.js";
import { judge } from "../gates/judge.js";
import type { Profile } from "../job.js";
import type { RunResult } from "../result/result.js";
import type { Probe, SearchReport } from "./document.js";
import { atRate, checkOneStage, rateOf } from "./rate.js";
import { type Purpose, searchRate } from "./strategy.js";

/** The share of its rate that a run must reach: below it the device, or we, cannot follow. */
const REACHED = 0.95;
export const NOT_REACHED = "rate not reached";

export interface SearchOptions {
  profile: Profile;
  targets: readonly Gate[];
  startRate: number;
  maxRate: number;
  precision: number;
  run(profile: Profile): Promise<RunResult>;
  /** A line after each probe. */
  say(text: string): void;
  /** Ends it with the best until then. */
  signal: AbortSignal;
}

export interface SearchOutcome {
  report: SearchReport;
  /** Why it is partial, where a run failed. */
  failure: unknown;
}

/** @throws UserError `threshold_invalid`, `usage` for what cannot be searched */
export async function search(options: SearchOptions): Promise<SearchOutcome> {
  const { profile, targets, startRate, maxRate, precision, signal } = options;
  checkOneStage(profile);
  checkGates(targets, gatedJobs(profile.jobs));
  const probes: Probe[] = [];
  let failure: unknown = null;
  const found = await searchRate({
    ...{ startRate, maxRate, precision },
    async probe(rate, purpose) {
      if (signal.aborted) return undefined;
      try {
        const probe = await probeAt(options, rate, purpose);
        // What was cut short says nothing of the rate.
        if (signal.aborted) return undefined;
        probes.push(probe);
        options.say(describeProbe(probe));
        return probe.kept;
      } catch (error) {
        failure = signal.aborted ? null : error;
        return undefined;
      }
    },
  });
  const texts = targets.map(({ text }) => text);
  const report: SearchReport = {
    ...{
      kind: "search",
      schema_version: 1,
      id: randomUUID(),
      profile: profile.name,
      targets: texts,
      precision,
    },
    ...{ end: found.end, rate: found.rate, probes },
  };
  return { report, failure };
}

async function probeAt(options: SearchOptions, rate: number, purpose: Purpose): Promise<Probe> {
  const profile = atRate(options.profile, rate);
  const result = await options.run(profile);
  const figures = figuresOf(result);
  const missed = options.targets
    .map((target) => judge(target, result))
    .filter(({ passed }) => !passed)
    .map(({ threshold }) => threshold);
  const asked = rateOf(profile);
  if ((figures.iops ?? 0) < REACHED * asked) missed.push(NOT_REACHED);
  return { purpose, rate, figures, kept: missed.length === 0, missed, result: result.memvol.id };
}

function describeProbe({ purpose, rate, figures, kept, missed }: Probe): string {
  const said = kept ? "kept" : `missed: ${missed.join(", ")}`;
  const reached = `${figureText(figures, "iops")} IOPS, p99 ${figureText(figures, "lat.p99")}`;
  return `${purpose} ${formatRate(rate)}/s: ${reached}, ${said}`;
}

/** The verdict where no rate kept the targets; null where one did. */
export function noRateFound({ end, targets }: SearchReport): UserError | null {
  if (end !== "none") return null;
  return new UserError("threshold_failed", `No rate keeps ${targets.join(" and ")}`);
}
