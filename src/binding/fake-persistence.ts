/** Backing stores of the fake binding: kept by it, so that they outlive its devices. */
import { nativeError } from "./fake-error.js";
import type { NativeExtent } from "./native-observation.js";
import type {
  NativeBackedVolumeOptions,
  NativeDurability,
  NativeDurabilityOptions,
  NativeStoreVerification,
} from "./native-persistence.js";

interface Kept {
  volumeId: string;
  bytes: Buffer;
  epoch: number;
  inUse: boolean;
  damaged: boolean;
}

/** A disk: stores by path. */
export class FakeStores {
  readonly #stores = new Map<string, Kept>();

  open(options: NativeBackedVolumeOptions): FakeStore {
    const path = `${options.directory}/${options.name}`;
    const found = this.#stores.get(path);
    if (options.recover && found === undefined) {
      throw nativeError("store_missing", "open", 0, `there is no store ${path}`);
    }
    if (found?.inUse) throw nativeError("store_in_use", "flock", 11, `${path} is in use`);
    if (!options.recover && found !== undefined) {
      throw nativeError("store_exists", "open", 17, `${path} is there`);
    }
    if (found !== undefined && found.volumeId !== options.id) {
      throw nativeError("store_damaged", "recover", 0, `${path} is another volume's`);
    }
    if (found !== undefined && found.epoch < options.epochMin) {
      throw nativeError("store_damaged", "recover", 0, `${path} is an older copy`);
    }
    const bytes = Buffer.alloc(options.sizeBytes);
    const kept = found ?? { volumeId: options.id, bytes, epoch: 0, inUse: false, damaged: false };
    this.#stores.set(path, kept);
    return new FakeStore(kept, options.mode, () => this.#stores.delete(path));
  }

  /** As if a copy that was made at the beginning had been put in its place. */
  rewind(path: string): void {
    const kept = this.#stores.get(path);
    if (kept !== undefined) kept.epoch = 0;
  }

  /** As if its disk had changed what it holds. */
  damage(path: string): void {
    const kept = this.#stores.get(path);
    if (kept !== undefined) kept.damaged = true;
  }

  /** As if the disk had lost it. */
  lose(path: string): void {
    this.#stores.delete(path);
  }
}

/** The store of one volume, as long as the volume is there. */
export class FakeStore {
  readonly #kept: Kept;
  readonly #onRemove: () => void;
  #failure: string | undefined;
  #stall: string | undefined;
  mode: NativeDurabilityOptions["mode"];

  constructor(kept: Kept, mode: NativeDurabilityOptions["mode"], onRemove: () => void) {
    this.#kept = kept;
    this.mode = mode;
    this.#onRemove = onRemove;
    kept.inUse = true;
  }

  load(memory: Buffer): void {
    this.#kept.bytes.copy(memory);
  }

  flush(memory: Buffer): number {
    if (this.#failure !== undefined) throw nativeError("store_failed", "flush", 5, this.#failure);
    if (this.#stall !== undefined) throw nativeError("store_stalled", "flush", 0, this.#stall);
    if (!this.#kept.bytes.equals(memory)) {
      memory.copy(this.#kept.bytes);
      this.#kept.epoch += 1;
    }
    return this.#kept.epoch;
  }

  persist(memory: Buffer, full: boolean): number {
    const epoch = this.flush(memory);
    if (full) this.#kept.damaged = false;
    return epoch;
  }

  verify(memory: Buffer, { offsetBytes, lengthBytes }: NativeExtent): NativeStoreVerification {
    const [from, to] = [offsetBytes, offsetBytes + lengthBytes];
    const same = this.#kept.bytes.subarray(from, to).equals(memory.subarray(from, to));
    const all = [{ offsetBytes, lengthBytes }];
    return {
      bytesCompared: lengthBytes,
      image: this.#kept.damaged ? all : [],
      memory: same ? [] : all,
    };
  }

  fail(why: string): void {
    this.#failure = why;
  }

  /** Hangs until it is told to go on, with nothing. */
  stall(why: string | undefined): void {
    this.#stall = why;
  }

  status(memory: Buffer): NativeDurability {
    return {
      durableEpoch: this.#kept.epoch,
      dirtyBytes: this.#kept.bytes.equals(memory) ? 0 : memory.length,
      journalBytes: 0,
      ...(this.#failure !== undefined && { failure: this.#failure }),
      ...(this.#stall !== undefined && { stall: this.#stall }),
      // A byte in a nanosecond.
      persistNs: this.#kept.bytes.equals(memory) ? 0 : memory.length,
      scrubPasses: 0,
      scrubbedBytes: 0,
      damagedBytes: this.#kept.damaged ? memory.length : 0,
    };
  }

  close(): void {
    this.#kept.inUse = false;
  }

  remove(): void {
    this.#onRemove();
  }
}
