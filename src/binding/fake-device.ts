/** A device of the fake binding: volumes are buffers, a session reaches its range of one. */
import { randomBytes } from "node:crypto";
import { setImmediate as nextTurn } from "node:timers/promises";
import { nativeError } from "./fake-error.js";
import { FakeObservation } from "./fake-observation.js";
import type { FakeStore, FakeStores } from "./fake-persistence.js";
import { FakeDeviceSession } from "./fake-session.js";
import { FakeWords } from "./fake-words.js";
import type {
  FabricAddress,
  NativeDevice,
  NativeDeviceEvent,
  NativeDeviceStatistics,
  NativeGrant,
  NativeSession,
  NativeSessionInfo,
  NativeTicketRequest,
  NativeVolumeOptions,
  Right,
} from "./native.js";
import type {
  NativeExtent,
  NativeNotifyOptions,
  NativeRecord,
  NativeScanResult,
  NativeVolumeStatistics,
  NativeWatch,
} from "./native-observation.js";
import type {
  NativeBackedVolumeOptions,
  NativeDurability,
  NativeDurabilityOptions,
  NativeStoreVerification,
} from "./native-persistence.js";

/** Calls that can be made to fail. */
export type FakeCall = "openDevice" | "createVolume" | "deleteVolume" | Right;

interface Ticket {
  grant: NativeGrant;
  expiresAtMs: number;
}

function isExpired({ expiresAtMs }: Ticket): boolean {
  return Date.now() > expiresAtMs;
}

interface Volume {
  memory: Buffer;
  observation: FakeObservation;
  store?: FakeStore;
}

/** What a device needs of the fake binding. */
export interface FakeSurroundings {
  hasImmediates: boolean;
  stores: FakeStores;
  /** Makes calls fail on demand. */
  throwIfAsked(call: FakeCall): void;
}

export class FakeDevice implements NativeDevice {
  readonly address: FabricAddress;
  readonly hasImmediates: boolean;
  readonly #volumes = new Map<string, Volume>();
  readonly #tickets = new Map<string, Ticket>();
  readonly #sessions = new Map<string, FakeDeviceSession>();
  readonly #statistics: NativeDeviceStatistics = {
    ticketsIssued: 0,
    ticketsRefused: 0,
    sessionsOpened: 0,
    sessionsClosed: 0,
  };
  readonly #failures: FakeSurroundings;
  readonly #onClose: () => void;
  readonly #onEvent: (event: NativeDeviceEvent) => void;

  constructor(
    surroundings: FakeSurroundings,
    address: FabricAddress,
    onEvent: (event: NativeDeviceEvent) => void,
    onClose: () => void,
  ) {
    this.#failures = surroundings;
    this.hasImmediates = surroundings.hasImmediates;
    this.address = address;
    this.#onEvent = onEvent;
    this.#onClose = onClose;
  }

  async createVolume({ id, sizeBytes, regionSizeBytes }: NativeVolumeOptions): Promise<void> {
    // Real allocation takes a while: others run in between.
    await nextTurn();
    this.#failures.throwIfAsked("createVolume");
    const memory = Buffer.alloc(sizeBytes);
    this.#volumes.set(id, { memory, observation: new FakeObservation(memory, regionSizeBytes) });
  }

  async createBackedVolume(options: NativeBackedVolumeOptions): Promise<void> {
    await this.createVolume(options);
    try {
      const store = this.#failures.stores.open(options);
      const memory = this.#volume(options.id).memory;
      store.load(memory);
      const observation = new FakeObservation(memory, options.regionSizeBytes);
      this.#volumes.set(options.id, { memory, observation, store });
    } catch (error) {
      this.#volumes.delete(options.id);
      throw error;
    }
  }

  async deleteVolume(volumeId: string): Promise<void> {
    await nextTurn();
    this.#failures.throwIfAsked("deleteVolume");
    await this.#endSessions(volumeId);
    this.#volumes.get(volumeId)?.store?.remove();
    this.#volumes.delete(volumeId);
  }

  async #endSessions(volumeId: string): Promise<void> {
    for (const session of this.sessions()) {
      if (session.volumeId === volumeId) await this.endSession(session.sessionId);
    }
  }

  async flushVolume(volumeId: string): Promise<number> {
    const { store, memory } = this.#backed(volumeId);
    return store.flush(memory);
  }

  async retireVolume(volumeId: string): Promise<number> {
    await this.#endSessions(volumeId);
    return this.flushVolume(volumeId);
  }

  setDurability(volumeId: string, { mode }: NativeDurabilityOptions): void {
    this.#backed(volumeId).store.mode = mode;
  }

  modeOf(volumeId: string): string {
    return this.#backed(volumeId).store.mode;
  }

  async persistVolume(volumeId: string, full: boolean): Promise<number> {
    const { store, memory } = this.#backed(volumeId);
    return store.persist(memory, full);
  }

  /** What is dirty is kept first, so that only what nobody told of differs: here, nothing. */
  async verifyVolume(volumeId: string, extent: NativeExtent): Promise<NativeStoreVerification> {
    const { store, memory } = this.#backed(volumeId);
    store.flush(memory);
    return store.verify(memory, extent);
  }

  durability(volumeId: string): NativeDurability {
    const { store, memory } = this.#backed(volumeId);
    return store.status(memory);
  }

  /** What the native side does when a store's disk fails. */
  failStore(volumeId: string, why: string): void {
    this.#backed(volumeId).store.fail(why);
    this.#tellOfStore("store_failed", volumeId, why);
  }

  /** The same when it hangs, and, with nothing, when it goes on. */
  stallStore(volumeId: string, why: string | undefined): void {
    this.#backed(volumeId).store.stall(why);
    this.#tellOfStore(why === undefined ? "store_resumed" : "store_stalled", volumeId, why ?? "");
  }

  #tellOfStore(kind: NativeDeviceEvent["kind"], volumeId: string, message: string): void {
    this.#onEvent({ kind, volumeId, message, sessionId: "", client: "", peer: "" });
  }

  issueTicket({ ticketHalf, expiresInMs, ...grant }: NativeTicketRequest): string {
    const half = randomBytes(16);
    const ticket = Buffer.concat([half, Buffer.from(ticketHalf, "base64url")]);
    const expiresAtMs = Date.now() + expiresInMs;
    this.#tickets.set(ticket.toString("base64url"), { grant, expiresAtMs });
    this.#statistics.ticketsIssued += 1;
    return half.toString("base64url");
  }

  /** What a ticket that nobody has used grants. */
  grantOf(sessionId: string): NativeGrant | undefined {
    const tickets = [...this.#tickets.values()];
    return tickets.find(({ grant }) => grant.sessionId === sessionId)?.grant;
  }

  /** What the listener does with a connection that presents a ticket. */
  redeem(text: string, notify: NativeNotifyOptions): NativeSession {
    const ticket = this.#tickets.get(text);
    this.#tickets.delete(text);
    const volume = this.#volumes.get(ticket?.grant.volumeId ?? "");
    if (ticket === undefined || volume === undefined || isExpired(ticket)) {
      this.#statistics.ticketsRefused += 1;
      this.#tell("connection_refused", { sessionId: "", volumeId: "", client: "" });
      throw nativeError("ticket_refused", "fi_connect", 111, "the device refused the ticket");
    }
    const session = new FakeDeviceSession(ticket.grant, notify, volume.observation);
    this.#sessions.set(ticket.grant.sessionId, session);
    this.#statistics.sessionsOpened += 1;
    this.#tell("session_opened", ticket.grant);
    return this.#clientSide(session, volume.memory);
  }

  #clientSide(session: FakeDeviceSession, memory: Buffer): NativeSession {
    const { sessionId, rights, offsetBytes, lengthBytes } = session.granted;
    const range = memory.subarray(offsetBytes, offsetBytes + lengthBytes);
    const check = (type: Right) => {
      this.#failures.throwIfAsked(type);
      if (this.#sessions.has(sessionId)) return;
      throw nativeError("session_ended", `fi_${type}`, 107, "the device ended the session");
    };
    const operate = (
      type: "read" | "write",
      offset: number,
      bytes: Uint8Array,
      move: () => void,
    ) => {
      check(type);
      if (!rights.includes(type) || offset + bytes.length > range.length) {
        throw nativeError("io_failed", `fi_${type}`, 13, "remote access error");
      }
      session.announce(type, "before", offset, bytes.length);
      move();
      session.announce(type, "after", offset, bytes.length);
    };
    const words = new FakeWords(range, offsetBytes);
    const update = async (offset: number, next: (old: bigint) => bigint) => {
      check("atomic");
      if (!rights.includes("atomic")) {
        throw nativeError("access_denied", "atomic", 0, "no right to atomic operations");
      }
      const { old, changed } = words.update(offset, next);
      session.carriedOut(offset, changed);
      return old;
    };
    return {
      lengthBytes,
      rights,
      read: async (offset, into) =>
        operate("read", offset, into, () => range.copy(into, 0, offset, offset + into.length)),
      write: async (offset, from) => operate("write", offset, from, () => range.set(from, offset)),
      fetchAdd: (offset, delta) => update(offset, (old) => old + delta),
      compareSwap: (offset, expected, desired) =>
        update(offset, (old) => (old === BigInt.asUintN(64, expected) ? desired : old)),
      close: async () => {
        session.leave();
        await this.endSession(sessionId);
      },
    };
  }

  sessions(): NativeSessionInfo[] {
    return [...this.#sessions.values()].map((session) => session.info());
  }

  async endSession(sessionId: string): Promise<boolean> {
    const tickets = [...this.#tickets].filter(([, { grant }]) => grant.sessionId === sessionId);
    for (const [ticket] of tickets) this.#tickets.delete(ticket);
    const session = this.#sessions.get(sessionId);
    if (session === undefined) return tickets.some(([, ticket]) => !isExpired(ticket));
    this.#sessions.delete(sessionId);
    session.end();
    this.#statistics.sessionsClosed += 1;
    this.#tell("session_closed", session.granted);
    return true;
  }

  statistics(): NativeDeviceStatistics {
    return { ...this.#statistics };
  }

  async volumeStatistics(volumeId: string, since: string): Promise<NativeVolumeStatistics> {
    const sessions = this.sessions().filter((session) => session.volumeId === volumeId);
    return this.#observation(volumeId).statistics(
      since,
      sessions.map(({ client }) => client),
    );
  }

  async markPoint(volumeId: string, point: string): Promise<void> {
    this.#observation(volumeId).mark(point);
  }

  async unmarkPoint(volumeId: string, point: string): Promise<boolean> {
    return this.#observation(volumeId).unmark(point);
  }

  async dirty(volumeId: string, point: string, take: boolean): Promise<NativeExtent[]> {
    return this.#observation(volumeId).dirty(point, take);
  }

  async scan(volumeId: string, extent: NativeExtent): Promise<NativeScanResult> {
    return this.#observation(volumeId).scan(extent);
  }

  notify(sessionId: string, records: NativeRecord[], final: boolean): boolean {
    const session = this.#sessions.get(sessionId);
    if (session === undefined) return false;
    session.told(records);
    if (final) session.finish();
    return true;
  }

  watch(volumeId: string, eventsMax: number): NativeWatch {
    return this.#observation(volumeId).watch(eventsMax);
  }

  /** Subscriptions to a volume's events that are open. */
  openWatches(volumeId: string): number {
    return this.#volumes.get(volumeId)?.observation.watches ?? 0;
  }

  #observation(volumeId: string): FakeObservation {
    return this.#volume(volumeId).observation;
  }

  #volume(volumeId: string): Volume {
    const volume = this.#volumes.get(volumeId);
    if (volume !== undefined) return volume;
    throw nativeError("volume_not_found", "observe", 0, "the volume is not there any more");
  }

  #backed(volumeId: string): { store: FakeStore; memory: Buffer } {
    const { store, memory } = this.#volume(volumeId);
    if (store !== undefined) return { store, memory };
    throw nativeError("volume_not_found", "persist", 0, "the volume has no backing store");
  }

  #tell(
    kind: NativeDeviceEvent["kind"],
    { sessionId, volumeId, client }: Pick<NativeGrant, "sessionId" | "volumeId" | "client">,
  ): void {
    this.#onEvent({ kind, sessionId, volumeId, client, peer: "fake", message: "" });
  }

  async close(): Promise<void> {
    this.#sessions.clear();
    for (const { store } of this.#volumes.values()) store?.close();
    this.#volumes.clear();
    this.#onClose();
  }
}
