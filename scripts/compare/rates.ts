/** Reading what the measured programs print. */
import * as z from "zod";
import type { Target, Unit } from "./row.js";

const direction = z.object({ iops: z.number() });
const report = z.object({ jobs: z.array(z.object({ read: direction, write: direction })) });

/**
 * Operations a second of all jobs, from fio's JSON or from memvol's, whose keys are the same.
 * Fio's engines may say something before the document.
 */
export function iopsOf(text: string): number {
  const { jobs } = report.parse(JSON.parse(text.slice(text.indexOf("{"))));
  return jobs.reduce((sum, { read, write }) => sum + read.iops + write.iops, 0);
}

/** @throws Error where the text is not one positive number */
export function bareRateOf(text: string): number {
  const rate = Number(text);
  if (rate > 0) return rate;
  throw new Error(`the bare loop printed '${text.trim()}' in place of a rate`);
}

export interface NativeFigure {
  title: string;
  value: number;
  unit: Unit;
  target: Target | null;
}

const NANOSECONDS = /^(clock|record): ([\d.]+) ns/;
const RATE = /^(\w+), depth (\d+): ([\d.]+) million operations\/s$/;

const NANOSECOND_FIGURES = {
  clock: { title: "reading the clock", target: null },
  record: { title: "recording a latency", target: { below: 5 } },
} as const;

/** The lowest rate of the null engine on one thread. */
export const NULL_ENGINE_TARGET: Target = { at_least: 10e6 };

/** The figures in what memvol_null_rate prints, one a line. */
export function nativeFiguresOf(text: string): NativeFigure[] {
  return text.trim().split("\n").map(nativeFigureOf);
}

function nativeFigureOf(line: string): NativeFigure {
  const [, what, ns] = NANOSECONDS.exec(line) ?? [];
  if (what === "clock" || what === "record") {
    return { ...NANOSECOND_FIGURES[what], value: Number(ns), unit: "ns" };
  }
  const [, pattern, depth, millions] = RATE.exec(line) ?? [];
  if (pattern === undefined) throw new Error(`memvol_null_rate printed '${line}'`);
  return {
    title: `null engine, ${pattern}, depth ${depth}`,
    value: Number(millions) * 1e6,
    unit: "operations/s",
    target: NULL_ENGINE_TARGET,
  };
}
