/** The monitor of a load test for this process's terminal, and the signal that stops the run. */
import type { BenchEvent } from "../bench/events/event.js";
import { eventMonitor } from "../bench/events/monitor.js";
import type { RunMonitor } from "../bench/run/monitor.js";
import { createMonitor, monitorKindFor } from "../ui/run-monitor.js";

export interface OpenMonitor {
  monitor: RunMonitor;
  /** Aborts at a signal to the process, at `q` and at Ctrl-C in the live view. */
  signal: AbortSignal;
}

/** `people`: as the terminal can; `nobody`: stdout carries a document; `programs`: events. */
export type Audience = "people" | "programs" | "nobody";

/** @param signals aborts at SIGINT and SIGTERM */
export async function openMonitor(signals: AbortSignal, audience: Audience): Promise<OpenMonitor> {
  if (audience === "programs") return { monitor: eventMonitor(sayEvent), signal: signals };
  const stopped = new AbortController();
  const monitor = await createMonitor(
    audience === "nobody" ? "silent" : monitorKindFor(process.stdout, process.env),
    {
      stdout: process.stdout,
      stdin: process.stdin,
      stderr: process.stderr,
      environment: process.env,
      // Ctrl-C is no signal while the view reads keys: it goes the way of one.
      onStop: (reason) =>
        reason === "SIGINT" ? process.kill(process.pid, "SIGINT") : stopped.abort(),
    },
  );
  return { monitor, signal: AbortSignal.any([signals, stopped.signal]) };
}

/** A line on stdout. */
export function sayEvent(event: BenchEvent): void {
  process.stdout.write(`${JSON.stringify(event)}\n`);
}
