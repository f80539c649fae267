import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { readFile, stat, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable, Writable } from "node:stream";
import { nativeError } from "../../src/binding/fake-error.js";
import { Destination } from "../../src/volume/destination.js";
import { exportVolume, sparseFileSink, streamSink } from "../../src/volume/export.js";
import { ImageFile } from "../../src/volume/image-file.js";
import { importFile, importStream } from "../../src/volume/import.js";
import { textSource } from "../../src/volume/source.js";
import { readVolume, type VolumeAccess, writeVolume } from "../../src/volume/transfer.js";
import { startTestDevice, type TestDevice } from "../support/device.js";
import { makeTestDirectory, type TestDirectory } from "../support/directory.js";
import { userError } from "../support/errors.js";

const MIB = 2 ** 20;
const SIZE = 3 * MIB + 512;

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** A stream that keeps what it is given. */
class Collector extends Writable {
  readonly pieces: Buffer[] = [];

  override _write(chunk: Buffer, _: string, done: () => void): void {
    this.pieces.push(Buffer.from(chunk));
    setImmediate(done);
  }
}

describe("raw images", () => {
  let device: TestDevice;
  let directory: TestDirectory;
  let access: VolumeAccess;
  let path: string;
  beforeEach(async () => {
    directory = await makeTestDirectory();
    path = join(directory.path, "image");
    device = await startTestDevice();
    access = { device: device.client, binding: device.binding };
    const body = { name: "v", size_bytes: SIZE, block_size_bytes: 512 as const };
    await device.client.call("createVolume", { body });
  });
  afterEach(async () => {
    assert.deepEqual(await device.client.call("listSessions", {}), []);
    await device.stop();
    await directory.remove();
  });

  async function content(): Promise<Buffer> {
    const into = new Collector();
    const destination = new Destination(into, { shared: false });
    await readVolume(access, "v", () => destination, { offsetBytes: 0 });
    return Buffer.concat(into.pieces);
  }

  /** Data in the second mebibyte alone. */
  async function fillPartly(): Promise<Buffer> {
    const bytes = randomBytes(8192);
    await writeVolume(access, "v", Readable.from([bytes]), { offsetBytes: MIB + 4096 });
    return bytes;
  }

  const exportToFile = () =>
    exportVolume(access, "v", (sizeBytes) => sparseFileSink(path, sizeBytes), {});

  async function importFrom(data?: ImageFile["data"]) {
    const binding = data === undefined ? device.binding : { dataExtents: async () => data };
    const image = await ImageFile.open(path, binding);
    return importFile(access, "v", image, {}).finally(() => image.close());
  }

  it("export__writes_the_volume_with_holes_where_it_is_zero", async () => {
    const bytes = await fillPartly();
    const exported = await exportToFile();
    const image = await readFile(path);
    assert.deepEqual(image, await content());
    assert(
      image
        .subarray(MIB + 4096)
        .subarray(0, 8192)
        .equals(bytes),
    );
    assert.deepEqual(exported, {
      volume: "v",
      bytes: SIZE,
      data_bytes: 8192,
      sha256: sha256(image),
    });
    assert((await stat(path)).blocks * 512 < MIB, "the rest takes no room");
  });

  it("export__into_a_longer_file_leaves_nothing_of_it", async () => {
    await writeFile(path, randomBytes(2 * SIZE));
    await exportToFile();
    assert((await readFile(path)).equals(Buffer.alloc(SIZE)));
  });

  it("export__to_a_stream_is_all_the_bytes", async () => {
    await fillPartly();
    const into = new Collector();
    const sink = async () => streamSink(new Destination(into, { shared: false }));
    const { bytes, data_bytes, sha256: sum } = await exportVolume(access, "v", sink, {});
    assert.deepEqual([bytes, data_bytes], [SIZE, SIZE]);
    assert.equal(sum, sha256(Buffer.concat(into.pieces)));
    assert(Buffer.concat(into.pieces).equals(await content()));
  });

  it("export__to_where_nothing_can_be_written_says_so", async () => {
    path = join(directory.path, "none", "image");
    await assert.rejects(exportToFile(), userError("file_unwritable", /none\/image/));
  });

  it("import__writes_the_image_and_leaves_what_is_behind_it", async () => {
    await writeVolume(access, "v", textSource("behind").bytes, { offsetBytes: 2 * MIB });
    const image = randomBytes(MIB + 77);
    await writeFile(path, image);
    const imported = await importFrom();
    assert.deepEqual(imported, {
      volume: "v",
      bytes: image.length,
      data_bytes: image.length,
      sha256: sha256(image),
    });
    const after = await content();
    assert(after.subarray(0, image.length).equals(image));
    assert.equal(
      after
        .subarray(2 * MIB)
        .subarray(0, 6)
        .toString(),
      "behind",
    );
  });

  it("import__holes_become_zero_and_what_is_zero_already_is_not_written", async () => {
    await writeVolume(access, "v", textSource("x").bytes, { offsetBytes: MIB });
    await device.client.call("markPoint", { params: { name: "v", point: "before" } });
    const data = randomBytes(4096);
    await writeFile(path, Buffer.concat([Buffer.alloc(8192), data]));
    await truncate(path, SIZE);
    const imported = await importFrom([{ offsetBytes: 8192, lengthBytes: 4096 }]);
    const expected = Buffer.alloc(SIZE);
    data.copy(expected, 8192);
    assert((await content()).equals(expected));
    assert.equal(imported.data_bytes, 4096);
    assert.equal(imported.sha256, sha256(expected));
    const params = { name: "v", point: "before" };
    const { extents } = await device.client.call("showDirty", { params });
    assert.deepEqual(
      extents.map(({ offset_bytes }) => offset_bytes),
      [0, MIB],
    );
  });

  it("import__of_an_image_that_is_too_large_changes_nothing", async () => {
    await writeFile(path, randomBytes(SIZE + 1));
    await assert.rejects(importFrom(), userError("range_invalid"));
    assert((await content()).equals(Buffer.alloc(SIZE)));
  });

  it("import__of_an_empty_image_is_nothing", async () => {
    await writeFile(path, "");
    assert.deepEqual(await importFrom(), {
      volume: "v",
      bytes: 0,
      data_bytes: 0,
      sha256: sha256(Buffer.alloc(0)),
    });
  });

  it("import__of_a_file_that_is_none_says_so", async () => {
    await assert.rejects(importFrom(), userError("file_unreadable", /image/));
    path = directory.path;
    await assert.rejects(importFrom(), userError("file_unreadable", /no regular file/));
  });

  it("import__of_a_file_that_becomes_shorter_says_how_far_it_came", async () => {
    await writeFile(path, randomBytes(2 * MIB));
    const image = await ImageFile.open(path, device.binding);
    await truncate(path, MIB);
    await assert.rejects(
      importFile(access, "v", image, {}).finally(() => image.close()),
      userError("file_unreadable", /became shorter.*1048576 bytes arrived/),
    );
  });

  it("import__of_a_stream_is_written_as_it_comes", async () => {
    const bytes = randomBytes(MIB + 5);
    const pieces = Readable.from([bytes.subarray(0, 100), bytes.subarray(100)]);
    const imported = await importStream(access, "v", pieces, {});
    assert.equal(imported.sha256, sha256(bytes));
    assert((await content()).subarray(0, bytes.length).equals(bytes));
    const long = Readable.from([Buffer.alloc(SIZE + 1)]);
    await assert.rejects(importStream(access, "v", long, {}), userError("range_invalid"));
  });

  it("import__a_write_that_fails_ends_the_session_and_says_how_far_it_came", async () => {
    await writeFile(path, randomBytes(MIB));
    device.binding.failNext("write", nativeError("io_failed", "fi_write", 5, "lost"));
    await assert.rejects(importFrom(), userError("io_failed", /lost \(0 bytes arrived\)/));
  });
});
