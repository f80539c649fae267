import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type IncomingMessage, request, type Server } from "node:http";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { Batches } from "../../src/control/calls.js";
import { Streams } from "../../src/control/streams.js";
import { makeTestDirectory, type TestDirectory } from "../support/directory.js";
import { until } from "../support/until.js";

/** Batches for ever, each of so many bytes and more; counts how many were asked for. */
async function* endless(
  asked: { batches: number },
  bytes: number,
  signal: AbortSignal,
): AsyncGenerator<string[]> {
  while (!signal.aborted) {
    asked.batches += 1;
    yield ["x".repeat(bytes)];
  }
}

describe("Streams", () => {
  let directory: TestDirectory;
  let streams: Streams;
  let server: Server;
  let failures: unknown[];
  beforeEach(async () => {
    directory = await makeTestDirectory();
    streams = new Streams();
    failures = [];
  });
  afterEach(async () => {
    await streams.close();
    await new Promise((resolve) => server.close(resolve));
    await directory.remove();
  });

  /** A server all of whose answers are these; the answer's beginning. */
  async function ask(batches: (signal: AbortSignal) => Batches<unknown>): Promise<IncomingMessage> {
    const socketPath = join(directory.path, "s.sock");
    server = createServer((_, response) => {
      const stream = streams.open(response);
      stream.send(batches(stream.signal)).catch((error) => failures.push(error));
    }).listen(socketPath);
    await once(server, "listening");
    const sent = request({ socketPath, agent: false }).end();
    const [response] = await once(sent, "response");
    return response as IncomingMessage;
  }

  it("send__lines_of_every_batch_and_then_the_end", async () => {
    const response = await ask(async function* () {
      yield [{ a: 1 }, { a: 2 }];
      yield [{ a: 3 }];
    });
    assert.equal(response.headers["content-type"], "application/x-ndjson");
    assert.equal(await text(response), '{"a":1}\n{"a":2}\n{"a":3}\n');
  });

  it("send__begins_before_there_is_anything_to_tell", async () => {
    const response = await ask(async function* (signal) {
      await once(signal, "abort");
      yield ["last"];
    });
    assert.equal(response.statusCode, 200);
    const ended = text(response);
    await streams.close();
    assert.equal(await ended, '"last"\n');
  });

  it("send__asks_for_nothing_while_the_client_does_not_read", async () => {
    const asked = { batches: 0 };
    const response = await ask((signal) => endless(asked, 2 ** 20, signal));
    // One batch alone is more than a socket takes.
    await until("a batch was asked for", () => asked.batches > 0);
    let read = 0;
    for await (const piece of response) {
      read += piece.length;
      assert(asked.batches * 2 ** 20 < read + 4 * 2 ** 20, `${asked.batches} after ${read} bytes`);
      if (read > 20 * 2 ** 20) break;
    }
  });

  it("send__client_that_leaves_ends_the_batches", async () => {
    const ended = { value: false };
    const response = await ask(async function* (signal) {
      yield ["first"];
      await once(signal, "abort");
      ended.value = true;
    });
    await once(response, "data");
    response.destroy();
    await until("the batches ended", () => ended.value);
  });

  it("close__cuts_off_a_client_that_does_not_read", async () => {
    const asked = { batches: 0 };
    const response = await ask((signal) => endless(asked, 2 ** 20, signal));
    await until("a batch was asked for", () => asked.batches > 0);
    await streams.close();
    await assert.rejects(text(response), { code: "ECONNRESET" });
    assert.deepEqual(failures, []);
  });

  it("send__failure_cuts_the_answer_off_and_is_thrown", async () => {
    const response = await ask(async function* () {
      yield ["first"];
      throw new Error("broken");
    });
    await assert.rejects(text(response), { code: "ECONNRESET" });
    assert.match(String(failures[0]), /broken/);
  });
});
