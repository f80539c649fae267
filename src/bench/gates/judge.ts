/** What gates say of a result, and what that comes to. */
import { byDirection } from "../../directions.js";
import { UserError } from "../../errors.js";
import type { DirectionRow, RunResult, Threshold } from "../result/result.js";
import { checkGates, type Gate, holds } from "./gate.js";
import { measure } from "./measure.js";

/** A gate on what was not measured is not passed: nobody has seen it kept. */
export function judge(gate: Gate, result: Pick<RunResult, "jobs">): Threshold {
  const { text, job, metric, operator, limit } = gate;
  const value = measure(result, metric, job);
  const passed = value !== null && holds(gate, value);
  const facts = { metric: metric.name, operator, limit, value, passed };
  return { threshold: text, job: job ?? null, ...facts };
}

/** The result with what these gates say of it, beside those that it has been judged by before. */
export function withThresholds(result: RunResult, gates: readonly Gate[]): RunResult {
  const added = gates.map((gate) => judge(gate, result));
  const names = new Set(added.map(({ threshold }) => threshold));
  const kept = result.memvol.thresholds.filter(({ threshold }) => !names.has(threshold));
  return { ...result, memvol: { ...result.memvol, thresholds: [...kept, ...added] } };
}

/**
 * A stored result with what further gates say of it.
 *
 * @throws UserError `threshold_invalid` for a gate on a job or a direction that it does not have
 */
export function judgeStored(result: RunResult, gates: readonly Gate[]): RunResult {
  const jobs = result.jobs.map((row) => ({
    name: row.jobname,
    ...byDirection((direction) => isUsed(row[direction])),
  }));
  checkGates(gates, jobs);
  return withThresholds(result, gates);
}

function isUsed({ total_ios, memvol }: DirectionRow): boolean {
  return total_ios > 0 || memvol.errors > 0;
}

/** The verdict on a run that did not keep its thresholds; null for one that did. */
export function thresholdsFailed({ memvol: { thresholds } }: RunResult): UserError | null {
  const failed = thresholds.filter(({ passed }) => !passed).map(({ threshold }) => threshold);
  return failed.length === 0 ? null : thresholdFailed(failed);
}

export function thresholdFailed(texts: readonly string[]): UserError {
  const noun = texts.length === 1 ? "A threshold was" : `${texts.length} thresholds were`;
  return new UserError("threshold_failed", `${noun} not kept: ${texts.join(", ")}`);
}
