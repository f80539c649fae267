/** A device whose observer's thread has more to hash than it gets done: nothing else waits for it. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { loadBinding } from "../../src/binding/loader.js";
import type { NativeDevice } from "../../src/binding/native.js";
import { packageRoot } from "../../src/package.js";
import { TEST_FABRIC } from "../support/fabric.js";
import { issueTicket } from "../support/tickets.js";

/** Hashed with one percent of a core: seconds, where all else here takes milliseconds. */
const LARGE_BYTES = 256 * 2 ** 20;
const SMALL_BYTES = 4096;
/** More than libuv's pool has threads. */
const SCANS = 8;

const OPTIONS = {
  ...TEST_FABRIC,
  progressThreads: 1,
  spinNs: 0,
  observer: { hashIntervalNs: 1e9, hashCpuPercent: 1, silenceTimeoutNs: 30e9 },
  stores: { timeoutNs: 30e9, scrubBytesPerSecond: 0 },
};

function volume(id: string, sizeBytes: number) {
  return { id, sizeBytes, hugePages: false, regionSizeBytes: SMALL_BYTES };
}

describe("a device with a busy observer", () => {
  let native: NativeDevice;
  beforeEach(async () => {
    native = await loadBinding().openDevice({ ...OPTIONS, onEvent: () => undefined });
    await native.createVolume(volume("large", LARGE_BYTES));
    await native.createVolume(volume("small", SMALL_BYTES));
  });

  const scan = () => native.scan("large", { offsetBytes: 0, lengthBytes: LARGE_BYTES });

  function connect() {
    const ticket = issueTicket(native, {
      sessionId: "s",
      volumeId: "small",
      client: "test",
      offsetBytes: 0,
      lengthBytes: SMALL_BYTES,
      rights: ["read"],
      observe: "none",
      waitObserved: false,
      expiresInMs: 10_000,
    });
    const notify = { when: "after", batch: 32, outOfBand: false } as const;
    return loadBinding().connect({ address: native.address, ticket, timeoutMs: 10_000, notify });
  }

  async function assertRejected(waiting: Promise<unknown>[]): Promise<void> {
    const outcomes = await Promise.allSettled(waiting);
    const codes = outcomes.map((outcome) => outcome.status === "rejected" && outcome.reason.code);
    assert.deepEqual(codes, Array(waiting.length).fill("volume_not_found"));
  }

  it("scans_and_points__hold_up_neither_the_end_of_a_session_nor_files_nor_volumes", async () => {
    const session = await connect();
    let over = 0;
    const waiting = [
      ...Array.from({ length: SCANS }, scan),
      native.markPoint("large", "p"),
      native.dirty("large", "creation", false),
    ];
    for (const each of waiting) void each.catch(() => undefined).finally(() => (over += 1));
    assert.equal(await native.endSession("s"), true);
    await assert.rejects(session.read(0, Buffer.alloc(1)), { code: "session_ended" });
    await readFile(new URL(import.meta.url));
    await native.createVolume(volume("new", SMALL_BYTES));
    await native.deleteVolume("small");
    assert.equal(over, 0, "all that was asked for before is waiting still");
    await native.deleteVolume("large");
    await assertRejected(waiting);
    await native.close();
  });

  it("close__does_not_wait_for_scans", async () => {
    const waiting = Array.from({ length: SCANS }, scan);
    const rejected = assertRejected(waiting);
    await native.close();
    await rejected;
  });

  describe("in a process of its own", () => {
    beforeEach(() => native.close());

    /** What it prints after a scan of so many bytes was begun and `then` was carried out. */
    async function scanning(sizeBytes: number, then: string): Promise<string> {
      const addon = join(packageRoot(), "build", "native", "memvol.node");
      const script = `
        const [options, volume, extent] = JSON.parse(process.argv[2]);
        require(process.argv[1]).openDevice({ ...options, onEvent() {} }).then(async (device) => {
          await device.createVolume(volume);
          device.scan("v", extent).then(({ bytesHashed }) => console.log(bytesHashed));
          ${then}
        });`;
      const given = [OPTIONS, volume("v", sizeBytes), { offsetBytes: 0, lengthBytes: sizeBytes }];
      const argv = ["-e", script, addon, JSON.stringify(given)];
      const { stdout } = await promisify(execFile)(process.execPath, argv);
      return stdout.trim();
    }

    it("scan__keeps_the_process_until_it_is_over", async () => {
      assert.equal(await scanning(SMALL_BYTES, ""), String(SMALL_BYTES));
    });

    it("exit__while_a_scan_is_under_way_is_a_clean_one", async () => {
      assert.equal(await scanning(LARGE_BYTES, "process.exit(0);"), "");
    });
  });
});
