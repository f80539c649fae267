/** Atomic operations over the fabric, and what docs/atomics.md shows of them. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { loadBinding } from "../../src/binding/loader.js";
import type { NativeSession, Right } from "../../src/binding/native.js";
import { packageRoot } from "../../src/package.js";
import { attachVolume } from "../../src/volume/attach.js";
import { consoleSteps, Shell } from "../support/console.js";
import { userError } from "../support/errors.js";
import { type ServedDevice, Workspace } from "../support/workspace.js";

describe("atomics", () => {
  let workspace: Workspace;
  let device: ServedDevice;

  before(async () => {
    workspace = await Workspace.make();
    device = await workspace.serve("--memory", "64MiB", "--progress-threads", "2");
    await device.client.call("createVolume", { body: { name: "v", size_bytes: 65_536 } });
  });
  after(() => workspace.remove());

  async function attach(rights: Right[], offsetBytes = 0): Promise<NativeSession> {
    return (await attachVolume(device.client, loadBinding(), "v", rights, { offsetBytes })).session;
  }

  it("documentation__shows_what_happens", async () => {
    const text = readFileSync(join(packageRoot(), "docs", "atomics.md"), "utf8");
    const shell = await Shell.in(workspace);
    const steps = consoleSteps(text);
    assert.ok(steps.length >= 4, "docs/atomics.md has lost its commands");
    for (const { command, output } of steps) {
      const { stdout, stderr, status } = await shell.run(command);
      assert.equal(status, 0, `${command}\n${stderr}`);
      if (output !== "") assert.equal(stdout.trim(), output, command);
    }
  });

  it("words__are_exact_and_little_endian", async () => {
    const session = await attach(["read", "write", "atomic"]);
    const big = 2n ** 64n - 2n;
    assert.equal(await session.fetchAdd(8, big), 0n);
    assert.equal(await session.fetchAdd(8, 3n), big);
    assert.equal(await session.compareSwap(8, 1n, -1n), 1n);
    assert.equal(await session.compareSwap(8, 1n, 0n), 2n ** 64n - 1n);
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64LE(0x0102030405060708n);
    await session.write(16, bytes);
    assert.equal(await session.fetchAdd(16, 0x10n), 0x0102030405060708n);
    await session.read(16, bytes);
    assert.equal(bytes.readBigUInt64LE(), 0x0102030405060718n);
    await session.close();
  });

  it("clients__lose_no_addition", async () => {
    const sessions = await Promise.all(Array.from({ length: 8 }, () => attach(["atomic"])));
    const values = await Promise.all(
      sessions.map(async (session) => {
        const own: bigint[] = [];
        for (let n = 0; n < 50; n += 1) own.push(await session.fetchAdd(1024, 1n));
        return own;
      }),
    );
    const sorted = values.flat().sort((a, b) => Number(a - b));
    assert.deepEqual(
      sorted,
      Array.from({ length: 400 }, (_, n) => BigInt(n)),
    );
    await Promise.all(sessions.map((session) => session.close()));
  });

  it("refusals__leave_the_session_as_it_is", async () => {
    const session = await attach(["atomic"], 32_768);
    assert.deepEqual(session.rights, ["atomic"]);
    const refused = (code: string) => (error: Error & { code?: string }) => error.code === code;
    await assert.rejects(session.fetchAdd(32_761, 1n), refused("range_invalid"));
    await assert.rejects(session.fetchAdd(4, 1n), refused("alignment_invalid"));
    assert.equal(await session.fetchAdd(0, 1n), 0n);
    await session.close();
    const reader = await attach(["read"]);
    await assert.rejects(reader.fetchAdd(0, 1n), refused("access_denied"));
    await reader.read(0, Buffer.alloc(8));
    await reader.close();
  });

  it("ended_session__says_why", async () => {
    const session = await attach(["atomic"], 4096);
    // Those of the tests before may be about to end still.
    const open = await device.client.call("listSessions", {});
    const { id } = open.find(({ offset_bytes }) => offset_bytes === 4096) ?? { id: "" };
    await device.client.call("endSession", { params: { id } });
    await assert.rejects(session.fetchAdd(0, 1n), userError("access_revoked", /ended by/));
    await session.close();
  });
});
