/**
 * Messages both ways over one connection, which lives as long as both sides say something: a
 * host that loses its power or its network sends no goodbye.
 */
import type { Duplex } from "node:stream";
import type * as z from "zod";
import { describeIssues } from "../../control/issues.js";
import { decodeMessage, encodeMessage } from "./encoding.js";

/** How often each side says that it is there. */
const ALIVE_INTERVAL_MS = 1000;
/** Longer than a busy machine keeps a process waiting. */
const SILENCE_MS = 10_000;
/** What waits to be sent beyond this is for nobody who reads. */
const BACKLOG_BYTES = 2 ** 20;

export interface ChannelOptions<In> {
  incoming: z.ZodType<In>;
  onMessage(message: In): void;
  /** Called once, with why it is over. */
  onEnd(reason: string): void;
  /** For tests. */
  silenceMs?: number;
}

export class Channel<In, Out extends { kind: string }> {
  readonly #stream: Duplex;
  readonly #options: ChannelOptions<In>;
  readonly #alive: NodeJS.Timeout;
  readonly #silence: NodeJS.Timeout;
  /** The beginning of a line whose end has not come. */
  #pieces: string[] = [];
  #ended = false;

  constructor(stream: Duplex, options: ChannelOptions<In>) {
    this.#stream = stream;
    this.#options = options;
    const { silenceMs = SILENCE_MS } = options;
    this.#alive = setInterval(() => this.#write({ kind: "alive" }), ALIVE_INTERVAL_MS);
    const silent = `nothing was heard for ${silenceMs / 1000} s`;
    this.#silence = setTimeout(() => this.#end(silent), silenceMs);
    stream.setEncoding("utf8");
    stream.on("data", (text: string) => this.#take(text));
    stream.on("error", (error: Error) => this.#end(error.message));
    stream.on("close", () => this.#end("it closed the connection"));
  }

  /** What is said after the end goes nowhere. */
  send(message: Out): void {
    this.#write(message);
  }

  /** Whether the other side takes what it is sent: what can be left out may be, if not. */
  get keepsUp(): boolean {
    return this.#stream.writableLength < BACKLOG_BYTES;
  }

  /** Ends it once all that was sent has gone out. */
  close(): void {
    this.#finish();
    this.#stream.end();
  }

  #write(message: { kind: string }): void {
    if (!this.#ended) this.#stream.write(`${encodeMessage(message)}\n`);
  }

  #take(text: string): void {
    this.#silence.refresh();
    const [first = "", ...others] = text.split("\n");
    this.#pieces.push(first);
    for (const piece of others) {
      const line = this.#pieces.join("");
      this.#pieces = [piece];
      this.#read(line);
    }
  }

  #read(line: string): void {
    if (this.#ended) return;
    try {
      const parsed = this.#options.incoming.safeParse(decodeMessage(line));
      if (parsed.success) this.#options.onMessage(parsed.data);
      else this.#end(`its message is refused: ${describeIssues(parsed.error)}`);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      this.#end("it said what is no message");
    }
  }

  #end(reason: string): void {
    if (this.#ended) return;
    this.#finish();
    this.#stream.destroy();
    this.#options.onEnd(reason);
  }

  #finish(): void {
    this.#ended = true;
    clearInterval(this.#alive);
    clearTimeout(this.#silence);
  }
}
