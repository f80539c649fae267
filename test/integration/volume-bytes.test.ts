import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { loadBinding } from "../../src/binding/loader.js";
import type { NativeSession } from "../../src/binding/native.js";
import { attachVolume } from "../../src/volume/attach.js";
import { type ServedDevice, Workspace } from "../support/workspace.js";

const VOLUME_BYTES = 3 * 2 ** 20;

describe("bytes of a volume on a real device", () => {
  let workspace: Workspace;
  let device: ServedDevice;
  before(async () => {
    workspace = await Workspace.make();
    device = await workspace.serve("--memory", "32MiB");
  });
  beforeEach(() => create("data"));
  afterEach(() => device.client.call("deleteVolume", of("data", { query: { force: "true" } })));
  after(() => workspace.remove());

  function of<T extends object>(name: string, rest: T) {
    return { params: { name }, ...rest };
  }

  function create(name: string) {
    return device.client.call("createVolume", { body: { name, size_bytes: VOLUME_BYTES } });
  }

  async function attach(
    rights: ("read" | "write")[],
    offsetBytes = 0,
    lengthBytes = VOLUME_BYTES,
  ): Promise<NativeSession> {
    const range = { offsetBytes, lengthBytes };
    const attached = await attachVolume(device.client, loadBinding(), "data", rights, range);
    return attached.session;
  }

  async function write(input: Uint8Array, ...flags: string[]): Promise<void> {
    const { exitStatus, stderr } = await workspace.run(["volume", "write", "data", ...flags], {
      input,
    });
    assert.equal(exitStatus, 0, stderr);
  }

  async function read(...flags: string[]): Promise<Buffer> {
    const { exitStatus, stdout, stderr } = await workspace.run([
      "volume",
      "read",
      "data",
      ...flags,
    ]);
    assert.equal(exitStatus, 0, stderr);
    return stdout;
  }

  it("new_volume__is_zeroed", async () => {
    assert.deepEqual(await read(), Buffer.alloc(VOLUME_BYTES));
  });

  it("written_whole__another_process_reads_the_same_bytes", async () => {
    const bytes = randomBytes(VOLUME_BYTES);
    const image = workspace.path("image");
    await writeFile(image, bytes);
    await write(Buffer.alloc(0), "--input", image);
    assert(bytes.equals(await read()));
    const copy = workspace.path("copy");
    await read("--output", copy);
    assert(bytes.equals(await readFile(copy)));
  });

  it("written_at_odd_offsets__exactly_those_bytes_change", async () => {
    const expected = Buffer.alloc(VOLUME_BYTES);
    const extents: [number, number][] = [
      [65537, 262147],
      [1048575, 1048577],
      [VOLUME_BYTES - 5, 5],
    ];
    for (const [offset, length] of extents) {
      const bytes = randomBytes(length);
      await write(bytes, "--offset", String(offset));
      bytes.copy(expected, offset);
    }
    assert(expected.equals(await read()));
    const piece = await read("--offset", "65536", "--length", "262149");
    assert(piece.equals(expected.subarray(65536, 65536 + 262149)));
  });

  it("written_by_a_binding__the_command_line_reads_it_and_back", async () => {
    const bytes = randomBytes(777_777);
    const writer = await attach(["write"]);
    await writer.write(12_345, bytes);
    await writer.close();
    assert(bytes.equals(await read("--offset", "12345", "--length", "777777")));
    const other = randomBytes(99);
    await write(other, "--offset", "2000001");
    const reader = await attach(["read"]);
    const into = Buffer.alloc(101);
    await reader.read(2_000_000, into);
    await reader.close();
    assert(Buffer.concat([Buffer.alloc(1), other, Buffer.alloc(1)]).equals(into));
  });

  it("sessions__64_at_once_do_not_disturb_each_other", async () => {
    const share = VOLUME_BYTES / 64;
    const places = Array.from({ length: 64 }, (_, index) => index * share);
    const writers = await Promise.all(places.map((at) => attach(["read", "write"], at, share)));
    const { sessions } = await device.client.call("showDevice", {});
    assert.equal(sessions, 64);
    const contents = places.map(() => randomBytes(share));
    await Promise.all(
      writers.map((session, index) => session.write(0, contents[index] ?? Buffer.alloc(0))),
    );
    const readers = await Promise.all(places.map((at) => attach(["read"], at, share)));
    await Promise.all(
      readers.map(async (session, index) => {
        const into = Buffer.alloc(share);
        await session.read(0, into);
        assert(contents[index]?.equals(into), `session ${index}`);
      }),
    );
    await Promise.all([...writers, ...readers].map((session) => session.close()));
    assert(Buffer.concat(contents).equals(await read()));
  });

  it("grant__range_and_rights_hold_for_the_session", async () => {
    await write(randomBytes(VOLUME_BYTES));
    const before = await read();
    const session = await attach(["read"], 8192, 4096);
    assert.equal(session.lengthBytes, 4096);
    assert.deepEqual(session.rights, ["read"]);
    const into = Buffer.alloc(4096);
    await session.read(0, into);
    assert(into.equals(before.subarray(8192, 12_288)));
    await assert.rejects(session.write(0, into), { code: "access_denied" });
    const second = await attach(["read", "write"], 8192, 4096);
    await assert.rejects(second.write(1, into), { code: "range_invalid" });
    assert(before.equals(await read()));
    await Promise.all([session.close(), second.close()]);
  });
});
