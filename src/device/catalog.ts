/** The volumes of a device by name, and the memory budget that they never exceed. */
import { randomUUID } from "node:crypto";
import { fromNative } from "../binding/failure.js";
import type { NativeDevice } from "../binding/native.js";
import type { Volume, VolumeCreation } from "../control/schemas.js";
import { UserError } from "../errors.js";
import type { MemoryBudget } from "./budget.js";
import { checkSame, propertiesOf, type VolumeProperties } from "./volume-request.js";

/** A volume without what changes by the moment. */
export type CatalogVolume = VolumeProperties & Pick<Volume, "id" | "created_at">;

interface Entry {
  volume: CatalogVolume;
  /** Only a ready volume can be found; the others hold their name and their memory. */
  state: "creating" | "ready" | "deleting";
  /** Resolves, never rejects, when the state has changed. */
  settled: Promise<unknown>;
  /** Aborts when the volume is no more. */
  gone: AbortController;
}

/** Told before a volume's sessions end with it. */
type OnDeletion = (volume: CatalogVolume, sessionIds: string[]) => void;

type NativeVolumes = Pick<NativeDevice, "createVolume" | "deleteVolume" | "sessions">;

const PAGE_BYTES = 4096;
const HUGE_PAGE_BYTES = 2 * 2 ** 20;

export class Catalog {
  readonly #budget: MemoryBudget;
  readonly #native: NativeVolumes;
  readonly #onDeletion: OnDeletion;
  readonly #entries = new Map<string, Entry>();
  #version = 0;

  constructor(budget: MemoryBudget, native: NativeVolumes, onDeletion: OnDeletion) {
    this.#budget = budget;
    this.#native = native;
    this.#onDeletion = onDeletion;
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

  /** @throws UserError `volume_not_found` */
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
   * @throws UserError `alignment_invalid`, `volume_exists`, `budget_exceeded`
   */
  async create(request: VolumeCreation): Promise<{ volume: CatalogVolume; created: boolean }> {
    const properties = propertiesOf(request);
    let existing = this.#entries.get(request.name);
    while (existing !== undefined && existing.state !== "ready") {
      await existing.settled;
      existing = this.#entries.get(request.name);
    }
    // No await from here until the name and the memory are taken.
    if (existing !== undefined) {
      checkSame(existing.volume, properties, request.if_not_exists);
      return { volume: existing.volume, created: false };
    }
    const volume = { id: randomUUID(), ...properties, created_at: new Date().toISOString() };
    this.#budget.take(memoryTaken(volume), volume.name);
    const allocation = this.#allocate(volume);
    const entry: Entry = {
      volume,
      state: "creating",
      settled: allocation.catch(() => undefined),
      gone: new AbortController(),
    };
    this.#entries.set(volume.name, entry);
    try {
      await allocation;
    } catch (error) {
      this.#entries.delete(volume.name);
      this.#budget.giveBack(memoryTaken(volume));
      throw fromNative(error);
    }
    entry.state = "ready";
    this.#version += 1;
    return { volume, created: true };
  }

  /** @throws UserError `volume_not_found` */
  relabel(name: string, label: string): CatalogVolume {
    const entry = this.#ready(name);
    entry.volume = { ...entry.volume, label };
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
    const entry = this.#ready(name);
    const { volume } = entry;
    const sessions = this.#native.sessions().filter(({ volumeId }) => volumeId === volume.id);
    if (sessions.length > 0 && !force) throw attached(name, sessions.length);
    this.#onDeletion(
      volume,
      sessions.map(({ sessionId }) => sessionId),
    );
    const release = this.#release(volume);
    entry.state = "deleting";
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
    this.#budget.giveBack(memoryTaken(volume));
    entry.gone.abort();
    return { volume, sessionsEnded: sessions.length };
  }

  // Async, so that what native code throws at once is a rejection like all else.
  async #allocate(volume: CatalogVolume): Promise<void> {
    await this.#native.createVolume({
      id: volume.id,
      sizeBytes: volume.size_bytes,
      hugePages: volume.huge_pages,
      regionSizeBytes: volume.region_size_bytes,
    });
  }

  async #release({ id }: CatalogVolume): Promise<void> {
    await this.#native.deleteVolume(id);
  }

  #ready(name: string): Entry {
    const entry = this.#entries.get(name);
    if (entry?.state === "ready") return entry;
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

function attached(name: string, sessions: number): UserError {
  const count = sessions === 1 ? "a session" : `${sessions} sessions`;
  return new UserError("volume_attached", `Volume '${name}' is attached by ${count}`, {
    nextSteps: [
      "See whose: memvol session list",
      `Let them detach, or end their sessions: memvol volume delete ${name} --force`,
    ],
  });
}
