/**
 * A real device under concurrent writers, killed (SIGKILL) at random moments, again and again
 * with the same volume. MEMVOL_CRASH_ROUNDS says how often: `npm run test:crash`.
 */
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { loadBinding } from "../../src/binding/loader.js";
import type { NativeSession } from "../../src/binding/native.js";
import type { DurabilityMode } from "../../src/binding/native-persistence.js";
import { attachVolume } from "../../src/volume/attach.js";
import { CrashOracle, SLOT_BYTES } from "../support/crash-oracle.js";
import { until } from "../support/until.js";
import { type ServedDevice, Workspace } from "../support/workspace.js";

const ROUNDS = Number(process.env.MEMVOL_CRASH_ROUNDS ?? 2);
const ROUND_TIMEOUT_MS = 20_000;
const WRITERS = 3;
const SLOTS_EACH = 8;
const SLOTS = WRITERS * SLOTS_EACH;
const LIFE_MS_MAX = 400;
const OF_KEPT = { params: { name: "kept" } };

/** One life of the device: written to until it is killed. */
class Life {
  readonly #device: ServedDevice;
  readonly #oracle: CrashOracle;
  /** Writes that are complete, and not known to be kept. */
  #complete = new Map<number, number>();
  #dead = false;

  constructor(device: ServedDevice, oracle: CrashOracle) {
    this.#device = device;
    this.#oracle = oracle;
  }

  attach(writer: number): Promise<NativeSession> {
    const range = { offsetBytes: writer * SLOTS_EACH * SLOT_BYTES };
    return attachVolume(this.#device.client, loadBinding(), "kept", ["read", "write"], range).then(
      ({ session }) => session,
    );
  }

  async end(): Promise<void> {
    this.#dead = true;
    this.#device.child.kill("SIGKILL");
    await this.#device.outcome;
  }

  /** What fails once the device is dead does not count. */
  async untilDead(step: () => Promise<void>): Promise<void> {
    try {
      while (!this.#dead) await step();
    } catch (error) {
      if (!this.#dead) throw error;
    }
  }

  async write(session: NativeSession, writer: number, keptWhenComplete: boolean): Promise<void> {
    const place = Math.floor(Math.random() * SLOTS_EACH);
    const slot = writer * SLOTS_EACH + place;
    const { number, bytes } = this.#oracle.next(slot);
    await session.write(place * SLOT_BYTES, bytes);
    if (keptWhenComplete) this.#oracle.keep(slot, number);
    else this.#complete.set(slot, number);
  }

  async flush(): Promise<void> {
    const before = this.#complete;
    this.#complete = new Map();
    await this.#device.client.call("flushVolume", OF_KEPT);
    for (const [slot, number] of before) this.#oracle.keep(slot, number);
  }
}

describe("a device that is killed", () => {
  let workspace: Workspace;
  beforeEach(async () => {
    workspace = await Workspace.make();
    await mkdir(workspace.path("stores"));
  });
  afterEach(() => workspace.remove());

  async function read(): Promise<Buffer> {
    const { exitStatus, stdout, stderr } = await workspace.run(["volume", "read", "kept"]);
    assert.equal(exitStatus, 0, stderr);
    return stdout;
  }

  async function live(device: ServedDevice, oracle: CrashOracle, sync: boolean): Promise<void> {
    const life = new Life(device, oracle);
    const keptBefore = oracle.keptCount;
    const writers = await Promise.all(
      Array.from({ length: WRITERS }, async (_, writer) => {
        const session = await life.attach(writer);
        return { session, writing: life.untilDead(() => life.write(session, writer, sync)) };
      }),
    );
    const flushing = sync ? undefined : life.untilDead(() => life.flush());
    // At least once each life something is promised.
    await until("a write is kept", () => oracle.keptCount > keptBefore);
    await delay(Math.random() * LIFE_MS_MAX);
    await life.end();
    await Promise.all([flushing, ...writers.map(({ writing }) => writing)]);
    await Promise.all(writers.map(({ session }) => session.close().catch(() => undefined)));
  }

  for (const mode of ["async", "barrier", "sync"] satisfies DurabilityMode[]) {
    it(`${mode}__keeps_what_was_promised`, async () => {
      const oracle = new CrashOracle(SLOTS);
      let device = await workspace.serve();
      const backing = workspace.path("stores");
      const durability = { mode, interval_ms: 5, backing };
      const body = { name: "kept", size_bytes: SLOTS * SLOT_BYTES, durability };
      await device.client.call("createVolume", {
        body: { ...body, region_size_bytes: SLOT_BYTES },
      });
      for (let round = 0; round < ROUNDS; round += 1) {
        await live(device, oracle, mode === "sync");
        device = await workspace.serve();
        assert.deepEqual(oracle.violations(await read()), [], `round ${round}`);
      }
    }).timeout(ROUNDS * ROUND_TIMEOUT_MS);
  }
});
