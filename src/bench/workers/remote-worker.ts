/** A coordinator's end of one worker. */
import { once } from "node:events";
import type { TLSSocket } from "node:tls";
import type { NativeRunResult, NativeRunSpec, RunSnapshot } from "../../binding/native-run.js";
import { type HostPort, hostPortText } from "../../control/transport/host-port.js";
import { connectTls, fingerprintShownOn } from "../../control/transport/tls-connection.js";
import { isErrorCode, UserError } from "../../errors.js";
import type { KeyPair } from "../../identity/key-pair.js";
import { Channel } from "./channel.js";
import { type ClockReading, compareClocks } from "./clock.js";
import { type Order, type Report, report, type WorkerError, type WorkerHost } from "./messages.js";

/** A worker as the user knows it. */
export interface KnownWorker {
  name: string;
  place: HostPort;
  /** Of the key that it must show. */
  fingerprint: string;
}

const CONNECT_TIMEOUT_MS = 10_000;

type Kind = Report["kind"];
type Awaited = Exclude<Kind, "alive" | "snapshot" | "failed">;

interface Expectation {
  resolve(message: Report): void;
  reject(error: Error): void;
}

/** A stage that a worker has been told to begin. */
export interface BegunStage {
  /** By how much the order came too late; 0 where it was early enough. */
  lateNs: number;
  /** Rejects with `worker_lost`. */
  finished: Promise<NativeRunResult>;
}

export class RemoteWorker {
  readonly name: string;
  readonly address: string;
  readonly #channel: Channel<Report, Order>;
  readonly #expected = new Map<Kind, Expectation>();
  #lost: Error | undefined;
  #host: WorkerHost | undefined;
  #latest: RunSnapshot | undefined;

  private constructor({ name, place }: KnownWorker, socket: TLSSocket) {
    this.name = name;
    this.address = hostPortText(place);
    this.#channel = new Channel<Report, Order>(socket, {
      incoming: report,
      onMessage: (message) => this.#take(message),
      onEnd: (reason) => this.#lose(reason),
    });
  }

  /**
   * @throws UserError `worker_unreachable`; `worker_untrusted` where it shows another key;
   * `worker_version` where it is of another version; `worker_busy`, `identity_…` as it says
   */
  static async connect(
    known: KnownWorker,
    keyPair: KeyPair,
    memvolVersion: string,
  ): Promise<RemoteWorker> {
    const worker = new RemoteWorker(known, await connected(known, keyPair));
    try {
      const { host } = await worker.#answer("welcome");
      worker.#host = host;
      if (host.version !== memvolVersion) throw otherVersion(known.name, host, memvolVersion);
      return worker;
    } catch (error) {
      worker.close();
      throw error;
    }
  }

  get host(): WorkerHost {
    if (this.#host === undefined) throw new Error(`worker '${this.name}' has not said hello`);
    return this.#host;
  }

  /** Why it is gone; undefined while it is there. */
  get lost(): Error | undefined {
    return this.#lost;
  }

  /** Of the stage that runs; undefined before the first. */
  get latest(): RunSnapshot | undefined {
    return this.#latest;
  }

  compareClocks(): Promise<ClockReading> {
    return compareClocks(async () => {
      const { now_ns } = await this.#ask({ kind: "clock" }, "clock");
      return now_ns;
    });
  }

  /** @throws UserError as the native side of the worker, with its name; `worker_lost` */
  async prepare(spec: NativeRunSpec): Promise<void> {
    this.#latest = undefined;
    await this.#ask({ kind: "prepare", spec }, "prepared");
  }

  async start(atNs: bigint, intervalMs: number | undefined): Promise<BegunStage> {
    // Both are expected from here on: the second may come right behind the first.
    const finished = this.#answer("finished").then(({ result }) => result);
    finished.catch(() => undefined);
    const order: Order = { kind: "start", at_ns: atNs, interval_ms: intervalMs ?? null };
    const { late_ns: lateNs } = await this.#ask(order, "started");
    return { lateNs, finished };
  }

  /** Ends the stage that runs, or lets go of what is prepared. */
  stop(): void {
    this.#channel.send({ kind: "stop" });
  }

  close(): void {
    this.#channel.close();
  }

  #ask<K extends Awaited>(order: Order, kind: K): Promise<Extract<Report, { kind: K }>> {
    const answer = this.#answer(kind);
    this.#channel.send(order);
    return answer;
  }

  #answer<K extends Awaited>(kind: K): Promise<Extract<Report, { kind: K }>> {
    if (this.#lost !== undefined) return Promise.reject(this.#lost);
    return new Promise((resolve, reject) => {
      this.#expected.set(kind, {
        // It is looked up by its kind.
        resolve: (message) => resolve(message as Extract<Report, { kind: K }>),
        reject,
      });
    });
  }

  #take(message: Report): void {
    if (message.kind === "snapshot") this.#latest = message.snapshot;
    if (message.kind === "failed") this.#rejectAll(this.#errorOf(message.error));
    const expected = this.#expected.get(message.kind);
    this.#expected.delete(message.kind);
    expected?.resolve(message);
  }

  #lose(reason: string): void {
    this.#lost = new UserError("worker_lost", `worker '${this.name}' is lost: ${reason}`, {
      nextSteps: [`See what its host says, ${this.address}, and start it again.`],
    });
    this.#rejectAll(this.#lost);
  }

  #rejectAll(error: Error): void {
    const all = [...this.#expected.values()];
    this.#expected.clear();
    for (const { reject } of all) reject(error);
  }

  #errorOf({ code, message, next_steps: nextSteps }: WorkerError): Error {
    const text = `worker '${this.name}': ${message}`;
    return isErrorCode(code) ? new UserError(code, text, { nextSteps }) : new Error(text);
  }
}

async function connected(known: KnownWorker, keyPair: KeyPair): Promise<TLSSocket> {
  const { name, place, fingerprint } = known;
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), CONNECT_TIMEOUT_MS);
  const certificate = { cert: keyPair.certificatePem, key: keyPair.keyPem };
  const socket = await connectTls(place, certificate, late.signal)
    .catch((cause: Error) => {
      const reason = late.signal.aborted ? `no answer in ${CONNECT_TIMEOUT_MS} ms` : cause.message;
      const message = `worker '${name}' at ${hostPortText(place)} cannot be reached: ${reason}`;
      throw new UserError("worker_unreachable", message, {
        nextSteps: ["Does it run there? memvol bench worker --listen ADDRESS:PORT"],
        cause,
      });
    })
    .finally(() => clearTimeout(timer));
  const shown = fingerprintShownOn(socket);
  if (shown === fingerprint) return socket;
  socket.destroy();
  await once(socket, "close");
  throw otherKey(known, shown);
}

function otherKey({ name, place, fingerprint }: KnownWorker, shown: string): UserError {
  return new UserError(
    "worker_untrusted",
    `worker '${name}' at ${hostPortText(place)} shows the key ${shown}, and not the one that ` +
      `you know, ${fingerprint}. Nothing was sent`,
    { nextSteps: ["Compare it with what memvol bench worker prints there; then mend workers."] },
  );
}

function otherVersion(name: string, { version }: WorkerHost, ours: string): UserError {
  const message = `worker '${name}' is memvol ${version}, and this is ${ours}`;
  return new UserError("worker_version", message, {
    nextSteps: ["Install the same version on all hosts: what they measure is put together."],
  });
}
