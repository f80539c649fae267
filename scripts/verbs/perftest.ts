/** Measurements by perftest: a server and a client of one of its programs, on one RDMA device. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import type { Workbench } from "../compare/workbench.js";

/** The device that both ends use, and its address. */
export interface Place {
  name: string;
  address: string;
}

/** Of any port: the two ends meet on one machine. */
const PORT = 18_515;
const START_MS = 500;
const ATTEMPTS = 20;

/** What the client prints. @throws Error where the client cannot run */
export async function runPerftest(
  bench: Workbench,
  { name, address }: Place,
  program: string,
  flags: readonly string[],
): Promise<string> {
  // By the connection manager, as libfabric connects; -F: whatever the processor's clock does.
  const command = [program, "-d", name, "-R", "-F", "-p", String(PORT), ...flags];
  const server = spawn(command[0] ?? "", command.slice(1), { env: bench.env, stdio: "ignore" });
  const ended = once(server, "close");
  try {
    return await whenListening(() => bench.run([...command, address]));
  } finally {
    server.kill("SIGKILL");
    await ended;
  }
}

/** The server says nothing when it is ready: who comes too early is refused, and comes again. */
async function whenListening(connect: () => Promise<string>): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    await pause(START_MS);
    try {
      return await connect();
    } catch (error) {
      const early = error instanceof Error && /REJECTED|Couldn't connect|addr/i.test(error.message);
      if (!early || attempt === ATTEMPTS) throw error;
    }
  }
}

const COLUMNS = { latency: 4, messages: 4 } as const;

/** The typical latency, which is the median. */
export function latencyNsOf(text: string): number {
  return figureOf(text, COLUMNS.latency) * 1000;
}

/** Operations a second. */
export function rateOf(text: string): number {
  return figureOf(text, COLUMNS.messages) * 1e6;
}

/** Of the line of figures, which begins with the bytes of an operation. */
function figureOf(text: string, column: number): number {
  const line = text.split("\n").find((candidate) => /^\s*\d+\s+\d+\s+[\d.]/.test(candidate));
  const figure = Number(line?.trim().split(/\s+/)[column]);
  if (figure > 0) return figure;
  throw new Error(`perftest printed no figures: ${text.trim().slice(-500)}`);
}
