/** A result for CI servers, as JUnit's XML: a test case for each row and each threshold. */

import { create } from "xmlbuilder2";
import { DIRECTIONS } from "../../directions.js";
import type { JobRow, RunResult } from "../result/result.js";
import { rowLabels } from "./labels.js";
import { thresholdTable } from "./thresholds.js";

interface TestCase {
  classname: string;
  name: string;
  seconds: number;
  problem?: { kind: "failure" | "error"; type: string; message: string };
}

export function junitReport(result: RunResult): string {
  const { profile, id, started_at, finished_at } = result.memvol;
  const cases = [...jobCases(result), ...thresholdCases(result), runCase(result)];
  const count = (kind: "failure" | "error") =>
    cases.filter(({ problem }) => problem?.kind === kind).length;
  const totals = { tests: cases.length, failures: count("failure"), errors: count("error") };
  const root = create({ version: "1.0", encoding: "UTF-8", invalidCharReplacement: "?" });
  const suite = root.ele("testsuites", totals).ele("testsuite", {
    name: profile.name,
    ...totals,
    time: secondsBetween(started_at, finished_at),
    timestamp: started_at,
  });
  const properties = suite.ele("properties");
  properties.ele("property", { name: "memvol version", value: result["memvol version"] });
  properties.ele("property", { name: "run", value: id });
  for (const { classname, name, seconds, problem } of cases) {
    const element = suite.ele("testcase", { classname, name, time: seconds });
    if (problem === undefined) continue;
    const { kind, type, message } = problem;
    element.ele(kind, { type, message });
  }
  return `${root.end({ prettyPrint: true })}\n`;
}

function jobCases(result: RunResult): TestCase[] {
  const labels = rowLabels(result);
  return result.jobs.map((row, index) => {
    const message = failureOf(row);
    return {
      classname: "job",
      name: labels[index] ?? row.jobname,
      seconds: Math.max(...DIRECTIONS.map((name) => row[name].memvol.runtime_ns)) / 1e9,
      ...(message && { problem: { kind: "failure", type: "job_failed", message } }),
    };
  });
}

function thresholdCases(result: RunResult): TestCase[] {
  const { body } = thresholdTable(result);
  return result.memvol.thresholds.map(({ threshold, passed }, index) => {
    const message = `${threshold}: ${body[index]?.[1]}`;
    return {
      classname: "threshold",
      name: threshold,
      seconds: 0,
      ...(!passed && { problem: { kind: "failure", type: "threshold_failed", message } }),
    };
  });
}

function runCase({ memvol: { status, error, started_at, finished_at } }: RunResult): TestCase {
  const seconds = secondsBetween(started_at, finished_at);
  const whole: TestCase = { classname: "run", name: "completed", seconds };
  if (status === "completed") return whole;
  const { code, message } = error ?? { code: status, message: "stopped early" };
  return { ...whole, problem: { kind: "error", type: code, message } };
}

function secondsBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 1000;
}

function failureOf(row: JobRow): string | undefined {
  const threads = row.memvol.failures.map(
    ({ thread, message, code }) => `thread ${thread}: ${message} (${code})`,
  );
  const errors = DIRECTIONS.filter((name) => row[name].memvol.errors > 0).map(
    (name) => `${row[name].memvol.errors} ${name}s failed`,
  );
  const all = [...threads, ...errors];
  return all.length === 0 ? undefined : all.join("; ");
}
