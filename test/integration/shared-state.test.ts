/** The structures of src/atomics between real clients, one of which is killed. */
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout } from "node:timers/promises";
import { Counter } from "../../src/atomics/counter.js";
import { LeaseLock } from "../../src/atomics/lease-lock.js";
import { Queue } from "../../src/atomics/queue.js";
import { loadBinding } from "../../src/binding/loader.js";
import type { NativeSession } from "../../src/binding/native.js";
import { packageRoot } from "../../src/package.js";
import { attachVolume } from "../../src/volume/attach.js";
import { type ServedDevice, Workspace } from "../support/workspace.js";

const SURVIVORS = 4;
const TURNS = 8;

describe("shared state", () => {
  let workspace: Workspace;
  let device: ServedDevice;
  let children: ChildProcess[] = [];

  before(async () => {
    workspace = await Workspace.make();
    device = await workspace.serve("--memory", "64MiB", "--progress-threads", "2");
    await device.client.call("createVolume", { body: { name: "shared", size_bytes: 2 ** 20 } });
  });
  afterEach(() => {
    for (const child of children) child.kill("SIGKILL");
    children = [];
  });
  after(() => workspace.remove());

  async function attach(): Promise<NativeSession> {
    const rights = ["read", "write", "atomic"] as const;
    const range = { offsetBytes: 0 };
    const binding = loadBinding();
    return (await attachVolume(device.client, binding, "shared", [...rights], range)).session;
  }

  /** Another process with the example; the client's number names it. */
  function startExample(number: number, turns: number): ChildProcess {
    const program = join(packageRoot(), "examples", "shared-state.ts");
    const argv = ["--import=tsx", program, "shared", String(number), String(turns)];
    const child = spawn(process.execPath, argv, {
      cwd: packageRoot(),
      env: { ...workspace.env, TSX_TSCONFIG_PATH: join(packageRoot(), "tsconfig.json") },
      stdio: ["ignore", "ignore", "pipe"],
    });
    children.push(child);
    return child;
  }

  async function finished(child: ChildProcess): Promise<void> {
    assert(child.stderr !== null);
    const [stderr, [status]] = await Promise.all([text(child.stderr), once(child, "close")]);
    assert.equal(status, 0, stderr);
  }

  it("clients__lose_nothing_though_one_is_killed_in_between", async function () {
    this.timeout(120_000);
    const session = await attach();
    const queue = new Queue(session, 4096, { capacity: 64, producers: 16, messageBytesMax: 56 });
    const victim = startExample(SURVIVORS, 1_000_000);
    const ended = once(victim, "close");
    const survivors = Array.from({ length: SURVIVORS }, (_, number) =>
      finished(startExample(number, TURNS)),
    );
    let running = true;
    const all = Promise.all(survivors).finally(() => {
      running = false;
    });
    const messages: string[] = [];
    for (;;) {
      const last = !running;
      const message = await queue.pop();
      if (message !== undefined) messages.push(String(message));
      else if (last) break;
      else await setTimeout(5);
      const others = messages.some((sent) => !sent.startsWith(`${SURVIVORS}:`));
      // While others are at work, and wherever it is.
      if (others && messages.some((sent) => sent.startsWith(`${SURVIVORS}: turn 3,`))) {
        victim.kill("SIGKILL");
      }
    }
    await all;
    victim.kill("SIGKILL");
    await ended;
    const turnsOf = (number: number) =>
      messages.flatMap((sent) => {
        const [, from, turn] = /^(\d+): turn (\d+), \d+ in all$/.exec(sent) ?? [];
        assert(from !== undefined, `a message is spoilt: ${sent}`);
        return Number(from) === number ? [Number(turn)] : [];
      });
    for (let number = 0; number < SURVIVORS; number += 1) {
      assert.deepEqual(
        turnsOf(number),
        Array.from({ length: TURNS }, (_, turn) => turn),
      );
    }
    const ofVictim = turnsOf(SURVIVORS);
    assert.deepEqual(
      ofVictim,
      ofVictim.map((_, turn) => turn),
    );
    const counted = await new Counter(session, 0).value();
    const plain = Buffer.alloc(8);
    await session.read(128, plain);
    // The victim may have died between one step and the next.
    const begun = plain.readBigUInt64LE() - counted;
    assert.ok(begun === 0n || begun === 1n, `${begun} turns are not counted`);
    assert.ok(counted >= BigInt(messages.length));
    await session.close();
  });

  it("lock__of_a_session_that_ended_is_taken_over_with_a_higher_token", async () => {
    const options = { leaseMs: 200 };
    const holder = await attach();
    const dead = await new LeaseLock(holder, 512, options).acquire();
    await holder.close();
    const session = await attach();
    const lease = await new LeaseLock(session, 512, options).acquire();
    assert.ok(lease.token > dead.token);
    assert.equal(dead.remainingMs(), 0);
    assert.equal(await lease.release(), true);
    await session.close();
  });
});
