import assert from "node:assert/strict";
import fc from "fast-check";
import { Queue, type QueueShape, queueBytes } from "../../src/atomics/queue.js";
import { userError } from "../support/errors.js";
import { clientOf, Died, randomOf } from "./words-of-buffer.js";

const SHAPE: QueueShape = { capacity: 3, producers: 3, messageBytesMax: 20 };
const OFFSET = 16;

function message(producer: number, number: number): Buffer {
  return Buffer.from(`${producer}:${number}:${"x".repeat(number % 12)}`);
}

class World {
  readonly memory = Buffer.alloc(OFFSET + queueBytes(SHAPE));
  readonly random: () => number;
  readonly popped: Buffer[][] = [];

  constructor(seed: number) {
    this.random = randomOf(seed);
  }

  client() {
    const session = clientOf(this.memory, this.random);
    return { session, queue: new Queue(session, OFFSET, SHAPE) };
  }

  async produce(producer: number, count: number, deathAt?: number): Promise<number> {
    const { session, queue } = this.client();
    if (deathAt !== undefined) session.dieAt(deathAt);
    for (let n = 0; n < count; n += 1) {
      try {
        while (!(await queue.push(producer, message(producer, n)))) await Promise.resolve();
      } catch (error) {
        assert(error instanceof Died);
        return n;
      }
    }
    return count;
  }

  async consume(enough: () => boolean): Promise<void> {
    const { queue } = this.client();
    const own: Buffer[] = [];
    this.popped.push(own);
    for (;;) {
      // Asked first: what was put before is there to be found.
      const last = enough();
      const taken = await queue.pop();
      if (taken !== undefined) own.push(taken);
      else if (last) return;
      await Promise.resolve();
    }
  }
}

describe("Queue", () => {
  it("queue__is_first_in_first_out_and_bounded", async () => {
    const { queue } = new World(1).client();
    for (let lap = 0; lap < 5; lap += 1) {
      assert.equal(await queue.pop(), undefined);
      for (let n = 0; n < 3; n += 1) assert.equal(await queue.push(n, message(n, lap)), true);
      assert.equal(await queue.push(0, message(0, 99)), false);
      for (let n = 0; n < 3; n += 1) assert.deepEqual(await queue.pop(), message(n, lap));
    }
  });

  it("queue__messages_of_every_length_come_as_they_were", async () => {
    const { queue } = new World(1).client();
    for (let length = 0; length <= SHAPE.messageBytesMax; length += 1) {
      const sent = Buffer.alloc(length, length);
      await queue.push(2, sent);
      assert.deepEqual(await queue.pop(), sent);
    }
  });

  it("queue__what_it_cannot_take_is_refused", async () => {
    const { session, queue } = new World(1).client();
    await assert.rejects(queue.push(3, Buffer.alloc(1)), userError("usage", /no producer 3/));
    await assert.rejects(queue.push(0, Buffer.alloc(21)), userError("usage", /longer/));
    for (const wrong of [{ capacity: 0 }, { producers: 1.5 }, { producers: 2 ** 17 }]) {
      const shape = { ...SHAPE, ...wrong };
      assert.throws(() => new Queue(session, 0, shape), userError("usage", /no shape/));
    }
  });

  it("queue__however_clients_are_mixed_each_message_comes_once_and_in_order", async () => {
    const each = 12;
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        const world = new World(seed);
        let producing = SHAPE.producers;
        const producers = Array.from({ length: SHAPE.producers }, (_, producer) =>
          world.produce(producer, each).finally(() => {
            producing -= 1;
          }),
        );
        const consumers = [0, 1].map(() => world.consume(() => producing === 0));
        await Promise.all([...producers, ...consumers]);
        const all = world.popped.flat().map(String).sort();
        const sent = Array.from({ length: SHAPE.producers * each }, (_, n) =>
          String(message(Math.floor(n / each), n % each)),
        );
        assert.deepEqual(all, sent.sort());
        for (const own of world.popped) {
          for (let producer = 0; producer < SHAPE.producers; producer += 1) {
            const numbers = own
              .map((bytes) => String(bytes).split(":").map(Number))
              .filter(([from]) => from === producer)
              .map(([, number]) => number ?? 0);
            assert.deepEqual(
              numbers,
              [...numbers].sort((a, b) => a - b),
            );
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it("queue__a_producer_that_dies_anywhere_holds_nobody_up_and_spoils_nothing", async () => {
    const each = 6;
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.integer({ min: 1, max: 60 }), async (seed, deathAt) => {
        const world = new World(seed);
        let producing = 2;
        const done = () => {
          producing -= 1;
        };
        const victim = world.produce(0, each, deathAt).finally(done);
        const survivor = world.produce(1, each).finally(done);
        await Promise.all([victim, survivor, world.consume(() => producing === 0)]);
        const all = world.popped.flat().map(String);
        const of = (producer: number) => all.filter((text) => text.startsWith(`${producer}:`));
        const sent = (producer: number, count: number) =>
          Array.from({ length: count }, (_, n) => String(message(producer, n)));
        assert.deepEqual(of(1), sent(1, each));
        // The one that it died with may have got there.
        const completed = await victim;
        assert.ok(of(0).length === completed || of(0).length === completed + 1);
        assert.deepEqual(of(0), sent(0, of(0).length));
      }),
      { numRuns: 300 },
    );
  });
});
