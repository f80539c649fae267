/** The monitor of a load test for this process's terminal, and the signal that stops the run. */
import type { RunMonitor } from "../bench/run/monitor.js";
import { createMonitor, monitorKindFor } from "../ui/run-monitor.js";

export interface OpenMonitor {
  monitor: RunMonitor;
  /** Aborts at a signal to the process, at `q` and at Ctrl-C in the live view. */
  signal: AbortSignal;
}

/**
 * @param signals aborts at SIGINT and SIGTERM
 * @param quiet nothing is shown: stdout carries a document
 */
export async function openMonitor(signals: AbortSignal, quiet: boolean): Promise<OpenMonitor> {
  const stopped = new AbortController();
  const monitor = await createMonitor(
    quiet ? "silent" : monitorKindFor(process.stdout, process.env),
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
