/** Volumes with a backing store: how far it is, flushes, and what follows when it fails. */
import { fromNative } from "../binding/failure.js";
import type { NativeDevice, Right } from "../binding/native.js";
import type { NativeDurability } from "../binding/native-persistence.js";
import type { PowerCondition } from "../control/access.js";
import type {
  DurabilityChange,
  Flushed,
  StoreStatus,
  VerifyResult,
} from "../control/durability.js";
import type { Catalog, CatalogVolume } from "./catalog.js";
import { degraded, isVolatile, notHeld } from "./durability-errors.js";
import type { Endings } from "./endings.js";
import type { Grants } from "./grants.js";
import type { Logger } from "./log.js";
import { verifyVolume } from "./verification.js";

type NativeStores = Pick<
  NativeDevice,
  | "durability"
  | "endSession"
  | "flushVolume"
  | "persistVolume"
  | "retireVolume"
  | "sessions"
  | "verifyVolume"
>;

export interface DurabilityParts {
  catalog: Pick<Catalog, "changeDurability" | "get" | "keepEpochs" | "list" | "names">;
  native: NativeStores;
  grants: Grants;
  endings: Endings;
  log: Pick<Logger, "error" | "info">;
}

const NS_PER_SECOND = 1e9;

export class Durability {
  readonly #parts: DurabilityParts;

  constructor(parts: DurabilityParts) {
    this.#parts = parts;
  }

  /** Null for a volume without a backing store. */
  status({ id, durability }: CatalogVolume): StoreStatus | null {
    if (durability.mode === "volatile") return null;
    const native = this.#parts.native.durability(id);
    const { failure, stall } = native;
    return {
      state: stateOf(native),
      durable_epoch: native.durableEpoch,
      dirty_bytes: native.dirtyBytes,
      journal_bytes: native.journalBytes,
      persist_seconds: native.persistNs === undefined ? null : native.persistNs / NS_PER_SECOND,
      failure: failure ?? null,
      stall: stall ?? null,
      scrub: {
        passes: native.scrubPasses,
        bytes_compared: native.scrubbedBytes,
        damaged_bytes: native.damagedBytes,
      },
    };
  }

  /** Of each volume that has a store. */
  statuses(): { volume: string; store: StoreStatus }[] {
    return this.#parts.catalog.list().flatMap((volume) => {
      const store = this.status(volume);
      return store === null ? [] : [{ volume: volume.name, store }];
    });
  }

  /** @throws UserError `volume_degraded`; `usage` for what the mode cannot promise */
  checkRights(volume: CatalogVolume, rights: readonly Right[]): void {
    if (!rights.includes("write") && !rights.includes("atomic")) return;
    if (rights.includes("atomic") && volume.durability.mode === "sync") throw notHeld(volume.name);
    const failure = this.status(volume)?.failure;
    if (failure !== undefined && failure !== null) throw degraded(volume.name, failure);
  }

  /** What a stop would have to persist, one volume after the other; null: cannot be told yet. */
  get persistSeconds(): number | null {
    const seconds = this.statuses().map(({ store }) => store.persist_seconds);
    return seconds.includes(null)
      ? null
      : seconds.reduce<number>((sum, one) => sum + (one ?? 0), 0);
  }

  get healthy(): boolean {
    return this.#parts.catalog
      .list()
      .every((volume) => (this.status(volume)?.state ?? "ok") === "ok");
  }

  /** @throws UserError `volume_not_found`, `volume_volatile`, `store_failed`, `store_stalled` */
  async flush(name: string): Promise<Flushed> {
    const durable_epoch = await this.#onStore(name, (native, { id }) => native.flushVolume(id));
    return { volume: name, durable_epoch };
  }

  /**
   * Sessions that were opened when a write was complete before it was durable are not held back:
   * those that may write end when the mode becomes `sync`.
   *
   * @throws UserError `volume_not_found`, `volume_volatile`
   */
  async change(
    name: string,
    change: DurabilityChange,
  ): Promise<{ volume: CatalogVolume; sessionsEnded: number }> {
    const { catalog } = this.#parts;
    const before = catalog.get(name).durability.mode;
    const volume = await catalog.changeDurability(name, change);
    if (volume.durability.mode !== "sync" || before === "sync") return { volume, sessionsEnded: 0 };
    return { volume, sessionsEnded: await this.#endWriters(volume) };
  }

  /** Their tickets, too. */
  async #endWriters({ id, name }: CatalogVolume): Promise<number> {
    const { grants, endings, native } = this.#parts;
    const changing = ["write", "atomic"] as const;
    const writers = [...grants.all()].filter(
      ({ native: { volumeId, rights } }) =>
        volumeId === id && changing.some((right) => rights.includes(right)),
    );
    const reason = `the durability of volume '${name}' became sync: attach anew`;
    const ended = await Promise.all(
      writers.map(({ native: { sessionId }, caller }) => {
        endings.record(sessionId, caller, "access_revoked", reason);
        return native.endSession(sessionId);
      }),
    );
    return ended.filter(Boolean).length;
  }

  /** As flush; the image holds it, too, and in full all of it is written anew. */
  async persist(name: string, full: boolean): Promise<Flushed> {
    const persist = (native: NativeStores, { id }: CatalogVolume) => native.persistVolume(id, full);
    return { volume: name, durable_epoch: await this.#onStore(name, persist) };
  }

  /** @throws as flush */
  verify(name: string): Promise<VerifyResult> {
    return this.#onStore(name, verifyVolume);
  }

  async #onStore<T>(
    name: string,
    act: (native: NativeStores, volume: CatalogVolume) => Promise<T>,
  ): Promise<T> {
    const { catalog, native } = this.#parts;
    const volume = catalog.get(name);
    if (volume.durability.mode === "volatile") throw isVolatile(name);
    try {
      return await act(native, volume);
    } catch (error) {
      throw fromNative(error);
    }
  }

  /** Ends the sessions that can write: nothing that they write can be kept any more. */
  async failed(volumeId: string, why: string): Promise<void> {
    const { catalog, native, grants, endings, log } = this.#parts;
    const name = catalog.names().get(volumeId) ?? volumeId;
    log.error({ volume: name, why }, "backing store failed; the volume can only be read");
    for (const { sessionId, volumeId: of, rights } of native.sessions()) {
      if (of !== volumeId || !rights.includes("write")) continue;
      const reason = `the backing store of volume '${name}' failed: ${why}`;
      endings.record(sessionId, grants.get(sessionId)?.caller, "volume_degraded", reason);
      await native.endSession(sessionId);
    }
  }

  /** Nothing is lost, and nothing becomes durable: who waits for that is told by native code. */
  stalled(volumeId: string, why: string): void {
    const name = this.#parts.catalog.names().get(volumeId) ?? volumeId;
    this.#parts.log.error({ volume: name, why }, "backing store hangs; nothing becomes durable");
  }

  resumed(volumeId: string): void {
    const name = this.#parts.catalog.names().get(volumeId) ?? volumeId;
    this.#parts.log.info({ volume: name }, "backing store goes on");
  }

  /** The memory is as it should be, and so is the volume until it has to be recovered. */
  damaged(volumeId: string, what: string): void {
    const name = this.#parts.catalog.names().get(volumeId) ?? volumeId;
    this.#parts.log.error({ volume: name, what }, "backing store is damaged");
  }

  /** On battery everything is persisted at once, whatever the volumes' intervals. */
  async powerChanged(condition: PowerCondition): Promise<void> {
    if (condition !== "battery" && condition !== "battery-low") return;
    await this.#eachBacked("on battery", (id) => this.#parts.native.flushVolume(id));
  }

  /** Ends the sessions of every volume that has a store, and takes all into its image. */
  async retireAll(): Promise<void> {
    await this.#eachBacked("at the end", (id) => this.#parts.native.retireVolume(id));
    await this.#parts.catalog.keepEpochs();
  }

  /** What fails for one volume is said, and does not keep the others from it. */
  async #eachBacked(when: string, persist: (id: string) => Promise<number>): Promise<void> {
    const { catalog, log } = this.#parts;
    for (const { id, name, durability } of catalog.list()) {
      if (durability.mode === "volatile") continue;
      try {
        log.info({ volume: name, when, epoch: await persist(id) }, "volume persisted");
      } catch (err) {
        log.error({ err, volume: name, when }, "volume not persisted");
      }
    }
  }
}

function stateOf({ failure, stall, damagedBytes }: NativeDurability): StoreStatus["state"] {
  if (failure !== undefined) return "degraded";
  if (stall !== undefined) return "stalled";
  return damagedBytes > 0 ? "damaged" : "ok";
}
