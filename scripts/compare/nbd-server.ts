/** nbdkit with its memory plugin on a free port of the loopback. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { connect, createServer } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import type { Workbench } from "./workbench.js";

const HOST = "127.0.0.1";
const READY_TIMEOUT_MS = 10_000;
const RETRY_MS = 20;

export interface NbdServer {
  uri: string;
  stop(): Promise<void>;
}

/** @throws Error if it does not listen in time */
export async function startNbdServer(
  size: string,
  { env, signal }: Pick<Workbench, "env" | "signal">,
): Promise<NbdServer> {
  const port = await freePort();
  const place = ["--foreground", "--exit-with-parent", "--ipaddr", HOST, "--port", String(port)];
  const child = spawn("nbdkit", [...place, "memory", size], { env, stdio: "inherit" });
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const closed = once(child, "close");
    child.kill("SIGTERM");
    await closed;
  };
  try {
    await listening(child, port, AbortSignal.any([signal, AbortSignal.timeout(READY_TIMEOUT_MS)]));
  } catch (error) {
    await stop();
    throw error;
  }
  return { uri: `nbd://${HOST}:${port}`, stop };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, HOST);
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port is free");
  return address.port;
}

/** nbdkit does not say when it is ready: asks until it answers. */
async function listening(child: ChildProcess, port: number, signal: AbortSignal): Promise<void> {
  while (!(await answers(port))) {
    if (child.exitCode !== null) throw new Error(`nbdkit ended with ${child.exitCode}`);
    await delay(RETRY_MS, undefined, { signal });
  }
}

async function answers(port: number): Promise<boolean> {
  const socket = connect(port, HOST);
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
