/** A worker's end of one connection: does what its coordinator asks for, one stage after another. */
import type { Duplex } from "node:stream";
import { fromNative } from "../../binding/failure.js";
import type { NativeBinding } from "../../binding/native.js";
import type { NativeReadyRun, NativeRun, NativeRunSpec } from "../../binding/native-run.js";
import { errorCodeOf, UserError } from "../../errors.js";
import { Channel } from "./channel.js";
import { type Order, order, type Report, type WorkerHost } from "./messages.js";

export interface WorkerSessionOptions {
  binding: Pick<NativeBinding, "prepareRun">;
  host: WorkerHost;
  /** The coordinator is gone, for this reason, and nothing of its run is left. */
  onEnd(reason: string): void;
}

export class WorkerSession {
  readonly #options: WorkerSessionOptions;
  readonly #channel: Channel<Order, Report>;
  #ready: NativeReadyRun | undefined;
  #run: NativeRun | undefined;
  /** What is under way; one order is carried out after the other. */
  #work: Promise<void> = Promise.resolve();
  #over = false;

  constructor(stream: Duplex, options: WorkerSessionOptions) {
    this.#options = options;
    this.#channel = new Channel<Order, Report>(stream, {
      incoming: order,
      onMessage: (message) => this.#take(message),
      onEnd: (reason) => void this.#end(reason),
    });
    this.#channel.send({ kind: "welcome", host: options.host });
  }

  /** Stops the run, and resolves when nothing of it is left. */
  async close(): Promise<void> {
    this.#channel.close();
    await this.#end("the worker was stopped");
  }

  #take(message: Order): void {
    // Clocks are compared at once, and a stop overtakes what it stops.
    if (message.kind === "clock") {
      this.#channel.send({ kind: "clock", now_ns: process.hrtime.bigint() });
    }
    if (message.kind === "stop") this.#run?.stop();
    this.#work = this.#work.then(() => this.#carryOut(message)).catch((error) => this.#fail(error));
  }

  async #carryOut(message: Order): Promise<void> {
    if (this.#over) return;
    switch (message.kind) {
      case "prepare":
        if (this.#run !== undefined) throw new UserError("usage", "A run is under way already");
        await this.#letGo();
        this.#ready = await this.#options.binding.prepareRun(checked(message.spec));
        this.#channel.send({ kind: "prepared" });
        return;
      case "start":
        return this.#start(message.at_ns, message.interval_ms);
      case "stop":
        this.#run?.stop();
        return this.#letGo();
    }
  }

  #start(atNs: bigint, intervalMs: number | null): void {
    const ready = this.#ready;
    if (ready === undefined) throw new UserError("usage", "Nothing was prepared to be started");
    this.#ready = undefined;
    const run = ready.start(atNs);
    this.#run = run;
    const late = process.hrtime.bigint() - atNs;
    this.#channel.send({ kind: "started", late_ns: late > 0n ? Number(late) : 0 });
    const tell = () => {
      if (this.#channel.keepsUp) this.#channel.send({ kind: "snapshot", snapshot: run.snapshot() });
    };
    const timer = intervalMs === null ? undefined : setInterval(tell, intervalMs);
    const finished = run.finished().then((result) => {
      clearInterval(timer);
      this.#run = undefined;
      if (intervalMs !== null) tell();
      this.#channel.send({ kind: "finished", result });
    });
    finished.catch((error) => this.#fail(error));
  }

  #fail(thrown: unknown): void {
    const error = fromNative(thrown);
    this.#channel.send({
      kind: "failed",
      error: {
        code: errorCodeOf(error),
        message: error instanceof Error ? error.message : String(error),
        next_steps: error instanceof UserError ? error.nextSteps : [],
      },
    });
  }

  /** Of what was prepared and never started: its sessions are not to outlive the wish. */
  async #letGo(): Promise<void> {
    const ready = this.#ready;
    this.#ready = undefined;
    await ready?.cancel();
  }

  async #end(reason: string): Promise<void> {
    if (this.#over) return;
    this.#over = true;
    await this.#work;
    await this.#letGo();
    const run = this.#run;
    run?.stop();
    await run?.finished();
    this.#options.onEnd(reason);
  }
}

/**
 * Whoever may use a worker may make it send, and no more: not reach into its files.
 *
 * @throws UserError `access_denied`
 */
function checked(spec: NativeRunSpec): NativeRunSpec {
  for (const { engine, verify } of spec.jobs) {
    if (engine === "file" || verify.method !== "none") {
      const message = "A worker reaches volumes alone: it reads and writes no files of its host";
      throw new UserError("access_denied", message);
    }
  }
  return spec;
}
