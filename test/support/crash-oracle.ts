/** What was written to a volume and what was promised of it, to compare with what comes back. */

export const SLOT_BYTES = 4096;

/** Slots of the volume, each written whole with its write's number in every word. */
export class CrashOracle {
  readonly #tried: number[];
  readonly #kept: number[];
  #keptCount = 0;

  constructor(slots: number) {
    this.#tried = new Array<number>(slots).fill(0);
    this.#kept = new Array<number>(slots).fill(0);
  }

  /** The next write to a slot: its number and its bytes. */
  next(slot: number): { number: number; bytes: Buffer } {
    const number = (this.#tried[slot] ?? 0) + 1;
    this.#tried[slot] = number;
    const bytes = Buffer.alloc(SLOT_BYTES);
    for (let at = 0; at < SLOT_BYTES; at += 8) bytes.writeBigUInt64LE(BigInt(number), at);
    return { number, bytes };
  }

  /** This write was promised to last. */
  keep(slot: number, number: number): void {
    this.#kept[slot] = Math.max(this.#kept[slot] ?? 0, number);
    this.#keptCount += 1;
  }

  /** Writes that were promised to last. */
  get keptCount(): number {
    return this.#keptCount;
  }

  /** One line for each slot that is older than promised, or holds what was never written. */
  violations(content: Buffer): string[] {
    return this.#tried.flatMap((tried, slot) => {
      const kept = this.#kept[slot] ?? 0;
      const words = new Set<bigint>();
      for (let at = slot * SLOT_BYTES; at < (slot + 1) * SLOT_BYTES; at += 8) {
        words.add(content.readBigUInt64LE(at));
      }
      const wrong = [...words].filter((word) => word < kept || word > tried);
      return wrong.length === 0 ? [] : [`slot ${slot}: ${wrong} is not in ${kept}..${tried}`];
    });
  }
}
