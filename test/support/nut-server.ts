/** A real `upsd` with NUT's dummy driver, whose UPS has the status that a file says. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { type AddressInfo, connect, createServer } from "node:net";
import { userInfo } from "node:os";
import { join } from "node:path";
import { until } from "./until.js";

const DRIVER = "/lib/nut/dummy-ups";
const SERVER = "/lib/nut/upsd";

export class NutServer {
  readonly port: number;
  readonly #directory: string;
  readonly #processes: ChildProcess[] = [];

  private constructor(directory: string, port: number) {
    this.#directory = directory;
    this.port = port;
  }

  /** A UPS called `rack`, on line at first. */
  static async start(directory: string): Promise<NutServer> {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const server = new NutServer(directory, await freePort());
    const file = (name: string, text: string) =>
      writeFile(join(directory, name), text, { mode: 0o600 });
    await server.become("OL");
    await file("ups.conf", `[rack]\n  driver = dummy-ups\n  port = ${server.#statusFile}\n`);
    await file("upsd.conf", `LISTEN 127.0.0.1 ${server.port}\n`);
    await file("upsd.users", "");
    const user = userInfo().username;
    server.#run(DRIVER, ["-a", "rack", "-F", "-u", user]);
    server.#run(SERVER, ["-F", "-u", user]);
    try {
      await until("upsd knows the status", () => server.#answers());
      return server;
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  async become(status: string): Promise<void> {
    const aside = `${this.#statusFile}.new`;
    await writeFile(aside, `ups.status: ${status}\nTIMER 1\n`);
    await rename(aside, this.#statusFile);
  }

  async stop(): Promise<void> {
    await Promise.all(
      this.#processes.map(async (child) => {
        if (child.exitCode !== null || child.signalCode !== null) return;
        const ended = once(child, "exit");
        child.kill("SIGKILL");
        await ended;
      }),
    );
  }

  /** NUT reads a file with this suffix again and again. */
  get #statusFile(): string {
    return join(this.#directory, "rack.seq");
  }

  #run(program: string, argv: string[]): void {
    const env = {
      PATH: process.env.PATH,
      NUT_CONFPATH: this.#directory,
      NUT_STATEPATH: this.#directory,
      NUT_ALTPIDPATH: this.#directory,
    };
    this.#processes.push(spawn(program, argv, { env, stdio: "ignore" }));
  }

  #answers(): Promise<boolean> {
    return new Promise((resolve) => {
      const socket = connect({ host: "127.0.0.1", port: this.port });
      socket.once("error", () => resolve(false));
      socket.once("data", (data) => {
        socket.destroy();
        resolve(data.toString().includes('"OL"'));
      });
      socket.write("GET VAR rack ups.status\n");
    });
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
