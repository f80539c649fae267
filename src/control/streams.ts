/** Answers that go on: NDJSON to a client that may be slow, leave, or never read at all. */
import { once } from "node:events";
import type { ServerResponse } from "node:http";
import type { Batches } from "./calls.js";

/** One stream to one client. */
export class OpenStream {
  readonly #response: ServerResponse;
  readonly #abort = new AbortController();
  #ended: Promise<void> = Promise.resolve();

  constructor(response: ServerResponse) {
    this.#response = response;
    response.once("close", () => this.#abort.abort());
  }

  /** Aborts when the stream is to end: the client is gone, or the server stops. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /**
   * Sends batches until there are no more of them or the client is gone. While the client has
   * not taken one, the next is not asked for.
   *
   * @throws what the batches throw; the response is cut off then
   */
  send(batches: Batches<unknown>): Promise<void> {
    this.#ended = this.#write(batches);
    return this.#ended;
  }

  /** Ends the stream; what the client has not read by now is not waited for. */
  async close(): Promise<void> {
    this.#abort.abort();
    // Whoever called send() is told of a failure.
    await this.#ended.catch(() => undefined);
    if (this.#response.writableLength > 0) this.#response.destroy();
  }

  async #write(batches: Batches<unknown>): Promise<void> {
    const response = this.#response;
    response.writeHead(200, { "content-type": "application/x-ndjson", connection: "close" });
    // The client knows that it is heard before there is anything to tell.
    response.flushHeaders();
    try {
      for await (const batch of batches) {
        if (response.destroyed) return;
        if (!response.write(linesOf(batch))) await this.#drained();
      }
      response.end();
    } catch (error) {
      response.destroy();
      throw error;
    }
  }

  /** Resolves also when the stream is to end. */
  async #drained(): Promise<void> {
    const { signal } = this.#abort;
    await once(this.#response, "drain", { signal }).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  }
}

/** The streams of one server. */
export class Streams {
  readonly #open = new Set<OpenStream>();

  open(response: ServerResponse): OpenStream {
    const stream = new OpenStream(response);
    this.#open.add(stream);
    // One that has ended may have a rest that nobody reads: only a closed one is done with.
    response.once("close", () => this.#open.delete(stream));
    return stream;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#open].map((stream) => stream.close()));
  }
}

function linesOf(batch: readonly unknown[]): string {
  return batch.map((item) => `${JSON.stringify(item)}\n`).join("");
}
