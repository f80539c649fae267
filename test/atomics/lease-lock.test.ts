import assert from "node:assert/strict";
import fc from "fast-check";
import { Counter } from "../../src/atomics/counter.js";
import { type Lease, LeaseLock, passFence } from "../../src/atomics/lease-lock.js";
import { clientOf, randomOf } from "./words-of-buffer.js";

const LEASE_MS = 1000;

/** Clients with a clock that goes on while somebody sleeps. */
class World {
  readonly memory = Buffer.alloc(64);
  readonly random: () => number;
  nowMs = 0;

  constructor(seed = 1) {
    this.random = randomOf(seed);
  }

  session() {
    return clientOf(this.memory, this.random);
  }

  lock(): LeaseLock {
    return new LeaseLock(this.session(), 8, {
      leaseMs: LEASE_MS,
      now: () => this.nowMs,
      sleep: async (ms, signal) => {
        await Promise.resolve();
        signal?.throwIfAborted();
        this.nowMs += ms;
      },
    });
  }
}

describe("LeaseLock", () => {
  it("lock__is_one_clients_until_it_is_released", async () => {
    const world = new World();
    const lease = await world.lock().acquire();
    assert.equal(await world.lock().tryAcquire(), undefined);
    assert.equal(await lease.release(), true);
    const next = await world.lock().tryAcquire();
    assert.ok(next !== undefined && next.token > lease.token);
    assert.equal(await lease.release(), false);
    assert.equal(await lease.renew(), false);
  });

  it("lock__of_a_holder_that_died_is_taken_over_after_its_lease_and_not_before", async () => {
    const world = new World();
    const dead = await world.lock().acquire();
    const taken = await world.lock().acquire();
    assert.ok(world.nowMs >= LEASE_MS);
    assert.ok(taken.token > dead.token);
    assert.equal(dead.remainingMs(), 0);
    assert.equal(await dead.renew(), false);
    assert.equal(await dead.release(), false);
    assert.equal(await taken.renew(), true);
  });

  it("lock__that_is_renewed_is_not_taken_over", async () => {
    const world = new World();
    const lease = await world.lock().acquire();
    const stop = new AbortController();
    const waiting = world.lock().acquire(stop.signal);
    for (let renewals = 0; renewals < 20; renewals += 1) {
      const until = world.nowMs + LEASE_MS / 2;
      while (world.nowMs < until) await Promise.resolve();
      assert.equal(await lease.renew(), true);
      assert.ok(lease.remainingMs() > LEASE_MS / 2);
    }
    stop.abort(new Error("enough"));
    await assert.rejects(waiting, /enough/);
  });

  it("lease__is_over_for_its_holder_before_it_is_for_anybody_else", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        const world = new World(seed);
        const leases: Lease[] = [];
        await Promise.all(
          Array.from({ length: 4 }, async () => {
            const lease = await world.lock().acquire();
            for (const other of leases) assert.equal(other.remainingMs(), 0);
            leases.push(lease);
            // It dies: never released.
          }),
        );
        const tokens = leases.map(({ token }) => token);
        assert.deepEqual(tokens, [1n, 2n, 3n, 4n]);
      }),
      { numRuns: 100 },
    );
  });

  it("lock__protects_a_plain_number_however_clients_are_mixed", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        const world = new World(seed);
        await Promise.all(
          Array.from({ length: 3 }, async () => {
            const lock = world.lock();
            const session = world.session();
            for (let turn = 0; turn < 5; turn += 1) {
              const lease = await lock.acquire();
              const number = Buffer.alloc(8);
              await session.read(16, number);
              number.writeBigUInt64LE(number.readBigUInt64LE() + 1n);
              await session.write(16, number);
              assert.ok(lease.remainingMs() > 0);
              assert.equal(await lease.release(), true);
            }
          }),
        );
        assert.equal(world.memory.readBigUInt64LE(16), 15n);
      }),
      { numRuns: 100 },
    );
  });

  it("passFence__lets_no_token_pass_after_a_higher_one", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer(),
        fc.array(fc.bigInt({ min: 1n, max: 9n })),
        async (seed, all) => {
          const world = new World(seed);
          const passed: bigint[] = [];
          await Promise.all(
            all.map(async (token) => {
              if (await passFence(world.session(), 24, token)) passed.push(token);
            }),
          );
          const highest = all.reduce((a, b) => (a > b ? a : b), 0n);
          assert.equal(world.memory.readBigUInt64LE(24), highest);
          assert.equal(await passFence(world.session(), 24, highest + 1n), true);
          assert.equal(await passFence(world.session(), 24, highest + 1n), true);
          assert.equal(await passFence(world.session(), 24, highest), false);
          if (all.length > 0) assert.ok(passed.includes(highest));
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe("Counter", () => {
  it("counter__loses_nothing_and_goes_below_zero", async () => {
    const world = new World(7);
    const counters = Array.from({ length: 4 }, () => new Counter(world.session(), 0));
    const seen = await Promise.all(
      counters.map(async (counter) => {
        const own: bigint[] = [];
        for (let n = 0; n < 25; n += 1) own.push(await counter.add(1n));
        return own;
      }),
    );
    assert.equal(new Set(seen.flat()).size, 100);
    const [counter] = counters;
    assert.equal(await counter?.value(), 100n);
    assert.equal(await counter?.add(-101n), -1n);
    assert.equal(await counter?.value(), -1n);
  });
});
