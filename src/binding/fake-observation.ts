/** What a fake device knows of one volume: who did what, and what changed. */
import { nativeError } from "./fake-error.js";
import { FakeRegions } from "./fake-regions.js";
import { addToTraffic, copyTraffic, emptyTraffic } from "./fake-traffic.js";
import { FakeWatch } from "./fake-watch.js";
import type {
  NativeExtent,
  NativeNamedTraffic,
  NativeRecord,
  NativeScanResult,
  NativeTraffic,
  NativeVolumeStatistics,
  NativeWatchEvent,
  OperationType,
} from "./native-observation.js";

const CELLS_MAX = 256;

/** Who tells of an operation. */
export interface FakeTeller {
  sessionId: string;
  client: string;
}

export class FakeObservation {
  readonly #sizeBytes: number;
  readonly #regions: FakeRegions;
  readonly #traffic = emptyTraffic();
  readonly #clients = new Map<string, NativeTraffic>();
  readonly #cells: Record<OperationType, Float64Array>;
  readonly #cellRegions: number;
  readonly #watches = new Set<FakeWatch>();
  #refused = 0;
  #regionsHashed = 0;
  #regionsFoundChanged = 0;
  /** Somebody may have written and not told. */
  #suspect = false;

  constructor(memory: Buffer, regionSizeBytes: number) {
    this.#sizeBytes = memory.length;
    this.#regions = new FakeRegions(memory, regionSizeBytes);
    this.#cellRegions = Math.ceil(this.#regions.count / CELLS_MAX);
    this.#cells = { read: this.#newCells(), write: this.#newCells(), atomic: this.#newCells() };
  }

  /** Acts on what a session tells; the extent is the volume's. */
  told(teller: FakeTeller, record: NativeRecord, changed = record.type !== "read"): void {
    const regions = this.#regions.of(record);
    if (changed) for (const region of regions) this.#regions.touch(region);
    if (record.phase === "after") this.#count(teller, record, regions);
    const { phase, ...event } = record;
    const { sessionId, client } = teller;
    const kind = phase === "after" ? "done" : "announced";
    this.#publish({ ...event, kind, sessionId, client, timeMs: Date.now() });
  }

  refuse(): void {
    this.#refused += 1;
  }

  suspect(): void {
    this.#suspect = true;
  }

  mark(point: string): void {
    this.#lookIfSuspect();
    this.#regions.mark(point);
  }

  unmark(point: string): boolean {
    return this.#regions.unmark(point);
  }

  dirty(point: string, take: boolean): NativeExtent[] {
    this.#lookIfSuspect();
    const extents = this.#regions.merged(this.#regions.dirty(point));
    if (take) this.#regions.mark(point);
    return extents;
  }

  scan(extent: NativeExtent): NativeScanResult {
    if (extent.lengthBytes === 0 || extent.offsetBytes + extent.lengthBytes > this.#sizeBytes) {
      throw nativeError("range_invalid", "scan", 0, "the range is not within the volume");
    }
    const regions = this.#regions.of(extent);
    this.#regionsHashed += regions.length;
    const changed = this.#regions.merged(regions.filter((region) => this.#regions.differs(region)));
    for (const found of changed) this.#find(found);
    const hashed = regions.map((region) => this.#regions.extentOf(region).lengthBytes);
    return { bytesHashed: hashed.reduce((total, bytes) => total + bytes, 0), changed };
  }

  watch(eventsMax: number): FakeWatch {
    const watch = new FakeWatch(eventsMax, (closed) => this.#watches.delete(closed));
    this.#watches.add(watch);
    return watch;
  }

  /** Subscriptions that are not closed. */
  get watches(): number {
    return this.#watches.size;
  }

  /** @param clientsNow the client of each session that there is */
  statistics(since: string, clientsNow: readonly string[]): NativeVolumeStatistics {
    const cellsDirty = this.#newCells();
    for (const region of this.#regions.dirty(since)) this.#addToCell(cellsDirty, region, 1);
    const clients = [...new Set([...this.#clients.keys(), ...clientsNow])].map((name) => ({
      name,
      sessions: clientsNow.filter((client) => client === name).length,
      traffic: copyTraffic(this.#clients.get(name) ?? emptyTraffic()),
    }));
    return {
      traffic: copyTraffic(this.#traffic),
      bytesEstimated: false,
      clients,
      interfaces: this.#interfaces(clientsNow.length),
      cells: this.#cells,
      cellRegions: this.#cellRegions,
      cellsDirty,
      points: this.#regions.points(),
      refused: this.#refused,
      regionsHashed: this.#regionsHashed,
      regionsFoundChanged: this.#regionsFoundChanged,
      memoryBytes: this.#regions.count * 8,
    };
  }

  #interfaces(sessions: number): NativeNamedTraffic[] {
    if (sessions === 0 && this.#clients.size === 0) return [];
    return [{ name: "fake", sessions, traffic: copyTraffic(this.#traffic) }];
  }

  #count({ client }: FakeTeller, record: NativeRecord, regions: number[]): void {
    const ofClient = this.#clients.get(client) ?? emptyTraffic();
    this.#clients.set(client, ofClient);
    for (const traffic of [this.#traffic, ofClient]) addToTraffic(traffic, record);
    const [first = 0] = regions;
    this.#addToCell(this.#cells[record.type], first, record.operations);
  }

  #find(extent: NativeExtent): void {
    const regions = this.#regions.of(extent);
    for (const region of regions) this.#regions.touch(region);
    this.#regionsFoundChanged += regions.length;
    const nobody = { sessionId: "", client: "", operations: regions.length, bytes: 0 };
    this.#publish({ kind: "found", type: "write", timeMs: Date.now(), ...extent, ...nobody });
  }

  #lookIfSuspect(): void {
    if (!this.#suspect) return;
    this.#suspect = false;
    this.scan({ offsetBytes: 0, lengthBytes: this.#sizeBytes });
  }

  #publish(event: NativeWatchEvent): void {
    for (const watch of this.#watches) watch.add(event);
  }

  #newCells(): Float64Array {
    return new Float64Array(Math.ceil(this.#regions.count / this.#cellRegions));
  }

  #addToCell(cells: Float64Array, region: number, operations: number): void {
    const cell = Math.floor(region / this.#cellRegions);
    cells[cell] = (cells[cell] ?? 0) + operations;
  }
}
