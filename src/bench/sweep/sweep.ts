/** Runs a profile at every point of a sweep. */
import { randomUUID } from "node:crypto";
import { figuresOf, figureText } from "../curve/figures.js";
import type { Profile } from "../job.js";
import { overrideOptions } from "../overrides.js";
import type { RunResult } from "../result/result.js";
import type { SweepPoint, SweepReport } from "./document.js";
import { type Axes, describeSettings, pointsOf } from "./points.js";

export interface SweepOptions {
  profile: Profile;
  axes: Axes;
  run(profile: Profile): Promise<RunResult>;
  /** A line after each point. */
  say(text: string): void;
  /** Ends it; the points until then are kept. */
  signal: AbortSignal;
}

export interface SweepOutcome {
  report: SweepReport;
  /** Why it is partial, where a run failed. */
  failure: unknown;
}

/** @throws UserError `job_file_invalid` for a value that the option does not take */
export async function sweep(options: SweepOptions): Promise<SweepOutcome> {
  const { profile, axes, run, say, signal } = options;
  // All of them first: a bad value is known before hours of runs.
  const planned = pointsOf(axes).map((settings) => ({
    settings,
    profile: overrideOptions(profile, { ...settings }),
  }));
  const points: SweepPoint[] = [];
  const outcome = (status: SweepReport["status"], failure: unknown = null): SweepOutcome => ({
    report: {
      ...{ kind: "sweep", schema_version: 1, id: randomUUID(), profile: profile.name },
      ...{ axes, status, points },
    },
    failure,
  });
  for (const [index, { settings, profile }] of planned.entries()) {
    if (signal.aborted) return outcome("stopped");
    let result: RunResult;
    try {
      result = await run(profile);
    } catch (error) {
      return signal.aborted ? outcome("stopped") : outcome("failed", error);
    }
    // What was cut short is no point like the others.
    if (signal.aborted) return outcome("stopped");
    const figures = figuresOf(result);
    points.push({ settings, figures, result: result.memvol.id });
    const place = `${index + 1} of ${planned.length}`;
    const rate = `${figureText(figures, "iops")} IOPS, p99 ${figureText(figures, "lat.p99")}`;
    say(`${place}: ${describeSettings(settings)}: ${rate}`);
  }
  return outcome("completed");
}
