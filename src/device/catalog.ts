/** The volumes of a device by name, and the memory budget that they never exceed. */
import { randomUUID } from "node:crypto";
import { fromNative } from "../binding/failure.js";
import type { NativeDevice } from "../binding/native.js";
import type { NativeDurabilityOptions } from "../binding/native-persistence.js";
import type { DurabilityChange } from "../control/durability.js";
import type { Volume, VolumeCreation } from "../control/schemas.js";
import { UserError } from "../errors.js";
import type { MemoryBudget } from "./budget.js";
import { isVolatile } from "./durability-errors.js";
import {
  checkSame,
  propertiesOf,
  type VolumeProperties,
  withDurability,
} from "./volume-request.js";

/** A volume without what changes by the moment. */
export type CatalogVolume = VolumeProperties & Pick<Volume, "id" | "created_at">;

/** One that comes back when the device does. */
export interface KeptVolume extends CatalogVolume {
  /** What its store has reached: a store of an earlier epoch is a copy of earlier times. */
  known_epoch: number;
}

interface Entry {
  volume: CatalogVolume;
  /** Only a ready volume can be found; the others hold their name and their memory. */
  state: "creating" | "ready" | "deleting" | "failed";
  /** Of a volume with a store: see KeptVolume. */
  knownEpoch: number;
  /** Why it did not come back from its store, where it did not. */
  failure?: UserError;
  /** Resolves, never rejects, when the state has changed. */
  settled: Promise<unknown>;
  /** Aborts when the volume is no more. */
  gone: AbortController;
}

/** Told before a volume's sessions end with it. */
type OnDeletion = (volume: CatalogVolume, sessionIds: string[]) => void;

type NativeVolumes = Pick<
  NativeDevice,
  | "createBackedVolume"
  | "createVolume"
  | "deleteVolume"
  | "durability"
  | "sessions"
  | "setDurability"
>;

export interface CatalogParts {
  budget: MemoryBudget;
  native: NativeVolumes;
  onDeletion: OnDeletion;
  /** Writes down the volumes that come back when the device does. */
  keep(volumes: KeptVolume[]): Promise<void>;
}

const NS_PER_MS = 1e6;
const PAGE_BYTES = 4096;
const HUGE_PAGE_BYTES = 2 * 2 ** 20;

export class Catalog {
  readonly #parts: CatalogParts;
  readonly #entries = new Map<string, Entry>();
  #version = 0;
  #kept: Promise<void> = Promise.resolve();
  #hasKept = false;

  constructor(parts: CatalogParts) {
    this.#parts = parts;
  }

  /** Grows with each change of what policies know of volumes. */
  get version(): number {
    return this.#version;
  }

  /** What policies know of a volume; of one that is not there, its name. */
  facts(name: string): Pick<CatalogVolume, "name" | "label" | "size_bytes"> {
    const entry = this.#entries.get(name);
    if (entry?.state === "ready") return entry.volume;
    return { name, label: "", size_bytes: 0 };
  }

  list(): CatalogVolume[] {
    return [...this.#entries.values()]
      .filter(({ state }) => state === "ready")
      .map(({ volume }) => volume)
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Names of volumes that did not come back from their stores. */
  get failed(): string[] {
    const failed = [...this.#entries.values()].filter(({ state }) => state === "failed");
    return failed.map(({ volume }) => volume.name);
  }

  /** @throws UserError `volume_not_found`; why it did not come back, `store_damaged`, … */
  get(name: string): CatalogVolume {
    return this.#ready(name).volume;
  }

  /**
   * Aborts once the volume is deleted.
   *
   * @throws UserError `volume_not_found`
   */
  gone(name: string): AbortSignal {
    return this.#ready(name).gone.signal;
  }

  /** Names by id, also of volumes that are being deleted. */
  names(): Map<string, string> {
    return new Map([...this.#entries.values()].map(({ volume: { id, name } }) => [id, name]));
  }

  /**
   * Allocates a volume. The budget is taken before the memory is, so that creations at the
   * same time cannot exceed it together. A name that is being created or deleted is waited for.
   *
   * @throws UserError `alignment_invalid`, `volume_exists`, `budget_exceeded`; `store_exists`,
   * `store_failed`, … with a backing store
   */
  async create(request: VolumeCreation): Promise<{ volume: CatalogVolume; created: boolean }> {
    const properties = propertiesOf(request);
    let existing = this.#entries.get(request.name);
    while (existing?.state === "creating" || existing?.state === "deleting") {
      await existing.settled;
      existing = this.#entries.get(request.name);
    }
    // No await from here on until #add has taken the name and the memory.
    if (existing?.failure !== undefined) throw existing.failure;
    if (existing !== undefined) {
      checkSame(existing.volume, properties, request.if_not_exists);
      return { volume: existing.volume, created: false };
    }
    const volume = { id: randomUUID(), ...properties, created_at: new Date().toISOString() };
    await this.#add(volume);
    try {
      await this.#keep(volume);
    } catch (error) {
      // A volume that would not come back must not look like one that does.
      this.#entries.delete(volume.name);
      await this.#parts.native.deleteVolume(volume.id);
      this.#parts.budget.giveBack(memoryTaken(volume));
      throw error;
    }
    return { volume, created: true };
  }

  /**
   * A volume of an earlier run comes back from its store. One that cannot keeps its name: asking
   * for it says why.
   *
   * @throws UserError `budget_exceeded`, `store_damaged`, `store_missing`, `store_in_use`, …
   */
  async restore({ known_epoch: knownEpoch, ...volume }: KeptVolume): Promise<void> {
    try {
      await this.#add(volume, knownEpoch);
    } catch (error) {
      const gone = new AbortController();
      const failure = notRestored(volume, error);
      this.#entries.set(volume.name, {
        ...{ volume, state: "failed", failure, gone, knownEpoch },
        settled: Promise.resolve(),
      });
      throw failure;
    }
  }

  /**
   * No await until the name and the memory are taken.
   *
   * @param knownEpoch of a volume that comes back from its store
   */
  async #add(volume: CatalogVolume, knownEpoch?: number): Promise<void> {
    const { budget } = this.#parts;
    budget.take(memoryTaken(volume), volume.name);
    const allocation = this.#allocate(volume, knownEpoch);
    const entry: Entry = {
      volume,
      state: "creating",
      settled: allocation.catch(() => undefined),
      gone: new AbortController(),
      knownEpoch: knownEpoch ?? 0,
    };
    this.#entries.set(volume.name, entry);
    try {
      await allocation;
    } catch (error) {
      this.#entries.delete(volume.name);
      budget.giveBack(memoryTaken(volume));
      throw fromNative(error);
    }
    entry.state = "ready";
    this.#version += 1;
  }

  /** Writes down what comes back, after a change of this volume. */
  async #keep({ durability }: CatalogVolume): Promise<void> {
    if (durability.mode !== "volatile") await this.keepEpochs();
  }

  /** Writes down what comes back, and how far each store is by now. */
  async keepEpochs(): Promise<void> {
    // One after the other, each with all that was changed by then.
    this.#kept = this.#kept
      .catch(() => undefined)
      .then(() => {
        const kept = [...this.#entries.values()].filter(
          ({ state, volume }) => state !== "deleting" && volume.durability.mode !== "volatile",
        );
        // A device that never had a store has no list of them either.
        if (kept.length === 0 && !this.#hasKept) return;
        this.#hasKept = true;
        return this.#parts.keep(kept.map((entry) => this.#keptVolume(entry)));
      });
    await this.#kept;
  }

  #keptVolume(entry: Entry): KeptVolume {
    if (entry.state === "ready") {
      const { durableEpoch } = this.#parts.native.durability(entry.volume.id);
      entry.knownEpoch = Math.max(entry.knownEpoch, durableEpoch);
    }
    return { ...entry.volume, known_epoch: entry.knownEpoch };
  }

  /** @throws UserError `volume_not_found` */
  async relabel(name: string, label: string): Promise<CatalogVolume> {
    const entry = this.#ready(name);
    entry.volume = { ...entry.volume, label };
    this.#version += 1;
    await this.#keep(entry.volume);
    return entry.volume;
  }

  /**
   * A volume with a store is persisted in another way.
   *
   * @throws UserError `volume_not_found`, `volume_volatile`; then all is as it was
   */
  async changeDurability(name: string, change: DurabilityChange): Promise<CatalogVolume> {
    const entry = this.#ready(name);
    const before = entry.volume;
    entry.volume = withDurability(before, change);
    try {
      this.#parts.native.setDurability(before.id, nativeDurability(entry.volume));
      await this.#keep(entry.volume);
    } catch (error) {
      entry.volume = before;
      this.#parts.native.setDurability(before.id, nativeDurability(before));
      throw fromNative(error);
    }
    this.#version += 1;
    return entry.volume;
  }

  /**
   * Releases a volume's memory, and only then its share of the budget. Attached clients keep
   * it from being deleted unless forced: then their sessions end first.
   *
   * @throws UserError `volume_not_found`, `volume_attached`
   */
  async delete(
    name: string,
    force: boolean,
  ): Promise<{ volume: CatalogVolume; sessionsEnded: number }> {
    const known = this.#entries.get(name);
    if (known?.state === "failed" && force) return this.#forget(known.volume);
    const entry = this.#ready(name);
    const { volume } = entry;
    const sessions = this.#parts.native.sessions().filter(({ volumeId }) => volumeId === volume.id);
    if (sessions.length > 0 && !force) throw attached(name, sessions.length);
    this.#parts.onDeletion(
      volume,
      sessions.map(({ sessionId }) => sessionId),
    );
    entry.state = "deleting";
    const release = this.#release(volume);
    entry.settled = release.catch(() => undefined);
    try {
      await release;
    } catch (error) {
      // The memory is still taken, so the volume still counts and can be deleted again.
      entry.state = "ready";
      throw fromNative(error);
    }
    this.#entries.delete(name);
    this.#version += 1;
    this.#parts.budget.giveBack(memoryTaken(volume));
    entry.gone.abort();
    return { volume, sessionsEnded: sessions.length };
  }

  /** A volume that did not come back: its files stay as they are. */
  async #forget(volume: CatalogVolume): Promise<{ volume: CatalogVolume; sessionsEnded: number }> {
    this.#entries.delete(volume.name);
    this.#version += 1;
    await this.#keep(volume);
    return { volume, sessionsEnded: 0 };
  }

  // Async, so that what native code throws at once is a rejection like all else.
  async #allocate(volume: CatalogVolume, knownEpoch: number | undefined): Promise<void> {
    const { native } = this.#parts;
    const memory = {
      id: volume.id,
      sizeBytes: volume.size_bytes,
      hugePages: volume.huge_pages,
      regionSizeBytes: volume.region_size_bytes,
    };
    const { mode, backing } = volume.durability;
    if (mode === "volatile" || backing === null) return native.createVolume(memory);
    await native.createBackedVolume({
      ...memory,
      name: volume.name,
      directory: backing,
      recover: knownEpoch !== undefined,
      epochMin: knownEpoch ?? 0,
      ...nativeDurability(volume),
    });
  }

  /** First what is written down, then what it names: never a name without a store. */
  async #release(volume: CatalogVolume): Promise<void> {
    await this.#keep(volume);
    await this.#parts.native.deleteVolume(volume.id);
  }

  #ready(name: string): Entry {
    const entry = this.#entries.get(name);
    if (entry?.state === "ready") return entry;
    if (entry?.failure !== undefined) throw entry.failure;
    throw new UserError("volume_not_found", `There is no volume '${name}' on this device`, {
      nextSteps: ["See the volumes: memvol volume list"],
    });
  }
}

/** Memory comes in whole pages. */
function memoryTaken({ size_bytes, huge_pages }: CatalogVolume): number {
  const page = huge_pages ? HUGE_PAGE_BYTES : PAGE_BYTES;
  return Math.ceil(size_bytes / page) * page;
}

function nativeDurability({ name, durability }: CatalogVolume): NativeDurabilityOptions {
  const { mode, interval_ms, dirty_bytes_max } = durability;
  if (mode === "volatile") throw isVolatile(name);
  return { mode, intervalNs: interval_ms * NS_PER_MS, dirtyBytesMax: dirty_bytes_max };
}

function notRestored({ name }: CatalogVolume, error: unknown): UserError {
  if (!(error instanceof UserError)) throw error;
  return new UserError(error.code, `Volume '${name}' did not come back: ${error.message}`, {
    nextSteps: [
      "Mend what is wrong, then start the device anew.",
      `Or give the volume up; its files stay: memvol volume delete ${name} --force`,
    ],
    cause: error,
  });
}

function attached(name: string, sessions: number): UserError {
  const count = sessions === 1 ? "a session" : `${sessions} sessions`;
  return new UserError("volume_attached", `Volume '${name}' is attached by ${count}`, {
    nextSteps: [
      "See whose: memvol session list",
      `Let them detach, or end their sessions: memvol volume delete ${name} --force`,
    ],
  });
}
