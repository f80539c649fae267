import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable, Writable } from "node:stream";
import { nativeError } from "../../src/binding/fake-error.js";
import { Cancelled } from "../../src/errors.js";
import { Destination, fileDestination } from "../../src/volume/destination.js";
import { fileSource, streamSource, textSource } from "../../src/volume/source.js";
import { readVolume, type VolumeAccess, writeVolume } from "../../src/volume/transfer.js";
import { startTestDevice, type TestDevice } from "../support/device.js";
import { makeTestDirectory, type TestDirectory } from "../support/directory.js";
import { userError } from "../support/errors.js";

const MIB = 2 ** 20;
const SIZE = 3 * MIB;

/** A stream that keeps what it is given, and can fail like a closed pipe. */
class Collector extends Writable {
  readonly pieces: Buffer[] = [];
  failure: Error | undefined;

  override _write(chunk: Buffer, _: string, done: (error?: Error | null) => void): void {
    if (this.failure === undefined) this.pieces.push(Buffer.from(chunk));
    // Later, so that a writer that does not wait would overwrite its buffer.
    setImmediate(() => done(this.failure));
  }

  get bytes(): Buffer {
    return Buffer.concat(this.pieces);
  }
}

function own(stream: Writable): () => Destination {
  return () => new Destination(stream, { shared: false });
}

describe("transfer", () => {
  let device: TestDevice;
  let directory: TestDirectory;
  let access: VolumeAccess;
  before(async () => {
    directory = await makeTestDirectory();
    device = await startTestDevice();
    access = { device: device.client, binding: device.binding };
    await device.client.call("createVolume", { body: { name: "v", size_bytes: SIZE } });
  });
  after(async () => {
    await device.stop();
    await directory.remove();
  });
  afterEach(async () => {
    const open = await device.client.call("listSessions", {});
    assert.deepEqual(open, [], "every transfer closes its session");
  });

  async function read(offsetBytes: number, lengthBytes: number): Promise<Buffer> {
    const into = new Collector();
    await readVolume(access, "v", own(into), { offsetBytes, lengthBytes });
    return into.bytes;
  }

  it("transfer__reads_back_what_was_written_at_odd_offsets", async () => {
    const data = randomBytes(2 * MIB + 333);
    const pieces = Readable.from([data.subarray(0, 7), data.subarray(7)]);
    const told: (number | undefined)[][] = [];
    const { bytes: written } = await writeVolume(access, "v", pieces, {
      offsetBytes: 123,
      onProgress: (done, total) => told.push([done, total]),
    });
    assert.equal(written, data.length);
    assert.deepEqual(told.at(-1), [data.length, undefined]);
    assert.equal(told.length, 3);
    assert.deepEqual(await read(123, data.length), data);
  });

  it("read__without_a_length_goes_to_the_end", async () => {
    const into = new Collector();
    const told: (number | undefined)[][] = [];
    const { bytes } = await readVolume(access, "v", own(into), {
      offsetBytes: SIZE - 10,
      onProgress: (done, total) => told.push([done, total]),
    });
    assert.equal(bytes, 10);
    assert.deepEqual(told, [[10, 10]]);
  });

  it("read__past_the_end_is_refused", async () => {
    await assert.rejects(read(SIZE - 10, 11), userError("range_invalid", /past the end/));
  });

  it("write__input_known_to_be_too_long_writes_nothing", async () => {
    const before = await read(SIZE - 4, 4);
    const { bytes, lengthBytes } = textSource("hello");
    const options = { offsetBytes: SIZE - 4, lengthBytes: lengthBytes ?? 0 };
    await assert.rejects(
      writeVolume(access, "v", bytes, options),
      userError("range_invalid", /past the end/),
    );
    assert.deepEqual(await read(SIZE - 4, 4), before);
  });

  it("write__endless_input_stops_at_the_end_and_says_how_far_it_came", async () => {
    async function* endless() {
      for (;;) yield Buffer.alloc(65536, "x");
    }
    const says = /longer than the 1048586 bytes.*\(1048586 bytes arrived\)/;
    await assert.rejects(
      writeVolume(access, "v", endless(), { offsetBytes: SIZE - MIB - 10 }),
      userError("range_invalid", says),
    );
    assert.equal((await read(SIZE - 10, 10)).toString(), "xxxxxxxxxx");
  });

  it("write__of_nothing_writes_nothing", async () => {
    const empty = textSource("");
    const known = { offsetBytes: 0, lengthBytes: 0 };
    const nothing = { volume: "v", offset_bytes: 0, bytes: 0, observe: null, observe_note: null };
    assert.deepEqual(await writeVolume(access, "v", empty.bytes, known), nothing);
    const unknown = await writeVolume(access, "v", Readable.from([]), { offsetBytes: 0 });
    assert.deepEqual(unknown, { ...nothing, observe: "immediate" });
  });

  it("write__failure_says_how_many_bytes_arrived", async () => {
    async function* failing() {
      yield Buffer.alloc(MIB);
      device.binding.failNext("write", nativeError("io_failed", "fi_write", 5, "broken"));
      yield Buffer.alloc(MIB);
    }
    const says = /broken \(1048576 bytes arrived\)/;
    await assert.rejects(
      writeVolume(access, "v", failing(), { offsetBytes: 0 }),
      userError("io_failed", says),
    );
  });

  it("read__closed_pipe_ends_quietly", async () => {
    const into = new Collector();
    into.failure = Object.assign(new Error("write EPIPE"), { code: "EPIPE" });
    const { bytes } = await readVolume(access, "v", own(into), { offsetBytes: 0 });
    assert.equal(bytes, 0);
  });

  it("read__shared_stream_stays_open", async () => {
    const into = new Collector();
    const shared = () => new Destination(into, { shared: true });
    await readVolume(access, "v", shared, { offsetBytes: 0, lengthBytes: 4 });
    assert.equal(into.writableEnded, false);
    assert.equal(into.listenerCount("error"), 0);
  });

  it("read__refusal_leaves_the_file_as_it_was", async () => {
    const path = join(directory.path, "precious");
    await writeFile(path, "precious");
    const transfer = readVolume(access, "none", () => fileDestination(path), { offsetBytes: 0 });
    await assert.rejects(transfer, userError("volume_not_found"));
    assert.equal(await readFile(path, "utf8"), "precious");
  });

  it("read__full_disk_is_told", async () => {
    const into = new Collector();
    into.failure = Object.assign(new Error("ENOSPC: no space left"), { code: "ENOSPC" });
    const transfer = readVolume(access, "v", own(into), { offsetBytes: 0 });
    await assert.rejects(transfer, userError("file_unwritable", /ENOSPC.*\(0 bytes arrived\)/));
  });

  it("read__abort_between_chunks_is_cancelled", async () => {
    const controller = new AbortController();
    const transfer = readVolume(access, "v", own(new Collector()), {
      offsetBytes: 0,
      signal: controller.signal,
      onProgress: () => controller.abort(new Cancelled("SIGINT")),
    });
    await assert.rejects(transfer, Cancelled);
  });

  it("write__abort_ends_a_wait_for_input", async () => {
    const controller = new AbortController();
    const silent = new Readable({ read: () => undefined });
    const { bytes } = streamSource(silent, controller.signal);
    const { signal } = controller;
    const transfer = writeVolume(access, "v", bytes, { offsetBytes: 0, signal });
    controller.abort(new Cancelled("SIGTERM"));
    await assert.rejects(transfer, Cancelled);
  });

  it("write__ended_session_is_told", async () => {
    async function* ending() {
      yield Buffer.alloc(MIB);
      await device.client.call("deleteVolume", {
        params: { name: "doomed" },
        query: { force: "true" },
      });
      yield Buffer.alloc(MIB);
    }
    await device.client.call("createVolume", { body: { name: "doomed", size_bytes: SIZE } });
    await assert.rejects(
      writeVolume(access, "doomed", ending(), { offsetBytes: 0 }),
      userError("access_revoked", /'doomed' was deleted .*1048576 bytes arrived/),
    );
  });

  it("files__go_in_and_come_out_unchanged", async () => {
    const [source, copy] = [join(directory.path, "source"), join(directory.path, "copy")];
    const data = randomBytes(MIB + 1);
    await writeFile(source, data);
    const { bytes, lengthBytes } = await fileSource(source);
    assert.equal(lengthBytes, data.length);
    await writeVolume(access, "v", bytes, { offsetBytes: 0, lengthBytes: data.length });
    const into = () => fileDestination(copy);
    await readVolume(access, "v", into, { offsetBytes: 0, lengthBytes: data.length });
    assert.deepEqual(await readFile(copy), data);
  });

  it("files__that_cannot_be_opened_are_named", async () => {
    const missing = join(directory.path, "no", "file");
    await assert.rejects(fileSource(missing), userError("file_unreadable", /no\/file/));
    await assert.rejects(fileSource(directory.path), userError("file_unreadable", /regular file/));
    await assert.rejects(fileDestination(missing), userError("file_unwritable", /no\/file/));
  });
});
