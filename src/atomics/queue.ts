/**
 * A bounded queue of messages, first in, first out, for any number of producers and consumers.
 * Nobody's death holds it up or spoils it: a message is in it or not, by one atomic operation.
 *
 * A ring of words, one for each place, and for each producer as many buffers as there are
 * places. Position `p` is in place `p % capacity`, in lap `p / capacity + 1`. To put a message at
 * the tail `p`, a producer writes it into its own buffer for that place, and then swaps the
 * place's word from the lap before to `lap | producer`: from then on it is in the queue. Whoever
 * finds the tail's place taken advances the tail. A consumer looks up the head's place, reads the
 * producer's buffer, and only then advances the head: if that swap is its own, so is the message.
 *
 * Why a buffer is not overwritten while it is read. A producer writes into its buffer for position
 * `p` only after it has seen the head beyond `p - capacity`. As long as a consumer's swap of the
 * head at `p - capacity` can succeed, no producer has seen that. A reader that comes too late may
 * read anything, and finds its swap refused.
 *
 * (The ring is that of D. Vyukov's bounded queue, with the messages outside of it so that a place
 * is taken and filled in one step.)
 *
 *     0        64       128                  then, for each producer and place
 *     | tail   | head   | a word a place …   | length 8 | message … |
 */
import { WORD_BYTES } from "../binding/native.js";
import { UserError } from "../errors.js";
import { load, type MemorySession, swap } from "./words.js";

const TAIL = 0;
const HEAD = 64;
const PLACES = 128;
const PRODUCER_BITS = 16n;
const PRODUCERS_MAX = 2 ** 16;
const LENGTH_BYTES = 8;

/** The same for all clients of a queue. */
export interface QueueShape {
  /** Messages that it holds. */
  capacity: number;
  /** Producers have numbers below this. */
  producers: number;
  messageBytesMax: number;
}

/** How much of a volume a queue takes, from an offset that is a multiple of 8. */
export function queueBytes(shape: QueueShape): number {
  return (
    PLACES + shape.capacity * WORD_BYTES + shape.producers * shape.capacity * bufferBytes(shape)
  );
}

function bufferBytes({ messageBytesMax }: QueueShape): number {
  return LENGTH_BYTES + Math.ceil(messageBytesMax / WORD_BYTES) * WORD_BYTES;
}

export class Queue {
  readonly #session: MemorySession;
  readonly #offsetBytes: number;
  readonly #shape: QueueShape;

  /**
   * @param offsetBytes within the session's range; bytes of zeroes are an empty queue
   * @throws UserError `usage` for a shape without meaning
   */
  constructor(session: MemorySession, offsetBytes: number, shape: QueueShape) {
    const { capacity, producers, messageBytesMax } = shape;
    const sound = [capacity, producers, messageBytesMax].every((n) => Number.isInteger(n) && n > 0);
    if (!sound || producers > PRODUCERS_MAX) {
      const message = `${JSON.stringify(shape)} is no shape of a queue`;
      const step = `Whole numbers above 0, and at most ${PRODUCERS_MAX} producers.`;
      throw new UserError("usage", message, { nextSteps: [step] });
    }
    this.#session = session;
    this.#offsetBytes = offsetBytes;
    this.#shape = shape;
  }

  /**
   * Puts a message at the end. False: the queue is full.
   *
   * @param producer a number that nobody else uses meanwhile: one push after the other; a dead
   * client's, once its session has ended
   * @throws UserError `usage` for a message that is too long, or no such producer
   */
  async push(producer: number, message: Uint8Array): Promise<boolean> {
    this.#check(producer, message);
    for (;;) {
      const tail = await this.#load(TAIL);
      if (tail - (await this.#load(HEAD)) >= BigInt(this.#shape.capacity)) {
        // A tail that was not read at the same time as the head says nothing.
        if ((await this.#load(TAIL)) === tail) return false;
        continue;
      }
      const word = await this.#load(this.#place(tail));
      if (lapOf(word) === this.#lap(tail) - 1n) {
        await this.#session.write(this.#buffer(producer, tail), lengthened(message));
        const filled = (this.#lap(tail) << PRODUCER_BITS) | BigInt(producer);
        const done = await this.#swap(this.#place(tail), word, filled);
        await this.#swap(TAIL, tail, tail + 1n);
        if (done) return true;
      } else {
        // Who has filled it may be dead, or slow.
        await this.#swap(TAIL, tail, tail + 1n);
      }
    }
  }

  /** Takes the first message. Undefined: the queue is empty. */
  async pop(): Promise<Buffer | undefined> {
    for (;;) {
      const head = await this.#load(HEAD);
      const word = await this.#load(this.#place(head));
      if (lapOf(word) < this.#lap(head)) {
        if ((await this.#load(HEAD)) === head) return undefined;
        continue;
      }
      const buffer = Buffer.alloc(bufferBytes(this.#shape));
      await this.#session.read(this.#buffer(Number(producerOf(word)), head), buffer);
      if (!(await this.#swap(HEAD, head, head + 1n))) continue;
      const length = buffer.readUInt32LE(0);
      return buffer.subarray(LENGTH_BYTES, LENGTH_BYTES + length);
    }
  }

  #check(producer: number, message: Uint8Array): void {
    const { producers, messageBytesMax } = this.#shape;
    if (!Number.isInteger(producer) || producer < 0 || producer >= producers) {
      throw new UserError("usage", `The queue has no producer ${producer}`, {
        nextSteps: [`Producers have numbers from 0 to ${producers - 1}.`],
      });
    }
    if (message.length <= messageBytesMax) return;
    const what = `A message of ${message.length} bytes is longer than the queue takes`;
    throw new UserError("usage", what, { nextSteps: [`At most ${messageBytesMax} bytes.`] });
  }

  #lap(position: bigint): bigint {
    return position / BigInt(this.#shape.capacity) + 1n;
  }

  #placeNumber(position: bigint): number {
    return Number(position % BigInt(this.#shape.capacity));
  }

  #place(position: bigint): number {
    return PLACES + this.#placeNumber(position) * WORD_BYTES;
  }

  /** From the start of the session's range. */
  #buffer(producer: number, position: bigint): number {
    const { capacity } = this.#shape;
    const number = producer * capacity + this.#placeNumber(position);
    const first = this.#offsetBytes + PLACES + capacity * WORD_BYTES;
    return first + number * bufferBytes(this.#shape);
  }

  #load(at: number): Promise<bigint> {
    return load(this.#session, this.#offsetBytes + at);
  }

  #swap(at: number, expected: bigint, desired: bigint): Promise<boolean> {
    return swap(this.#session, this.#offsetBytes + at, expected, desired);
  }
}

function lapOf(word: bigint): bigint {
  return word >> PRODUCER_BITS;
}

function producerOf(word: bigint): bigint {
  return word & (2n ** PRODUCER_BITS - 1n);
}

function lengthened(message: Uint8Array): Buffer {
  const bytes = Buffer.alloc(LENGTH_BYTES + message.length);
  bytes.writeUInt32LE(message.length, 0);
  bytes.set(message, LENGTH_BYTES);
  return bytes;
}
