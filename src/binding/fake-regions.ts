/** The regions of a fake volume: which changed since each point, and what was last seen of them. */
import { nativeError } from "./fake-error.js";
import { CREATION_POINT, type NativeExtent } from "./native-observation.js";

const POINTS_MAX = 14;

interface Point {
  sinceMs: number;
  dirty: Set<number>;
}

export class FakeRegions {
  readonly sizeBytes: number;
  readonly count: number;
  readonly #memory: Buffer;
  readonly #seen: Buffer;
  readonly #points = new Map<string, Point>([[CREATION_POINT, newPoint()]]);

  constructor(memory: Buffer, regionSizeBytes: number) {
    this.#memory = memory;
    this.#seen = Buffer.from(memory);
    this.sizeBytes = regionSizeBytes;
    this.count = Math.ceil(memory.length / regionSizeBytes);
  }

  /** Numbers of the regions that an extent touches. */
  of({ offsetBytes, lengthBytes }: NativeExtent): number[] {
    const first = Math.floor(offsetBytes / this.sizeBytes);
    const end = Math.ceil((offsetBytes + lengthBytes) / this.sizeBytes);
    return Array.from({ length: end - first }, (_, index) => first + index);
  }

  extentOf(region: number): NativeExtent {
    const offsetBytes = region * this.sizeBytes;
    const lengthBytes = Math.min(this.sizeBytes, this.#memory.length - offsetBytes);
    return { offsetBytes, lengthBytes };
  }

  /** A known change: dirty for every point, and seen as it is now. */
  touch(region: number): void {
    for (const { dirty } of this.#points.values()) dirty.add(region);
    const { offsetBytes, lengthBytes } = this.extentOf(region);
    this.#memory.copy(this.#seen, offsetBytes, offsetBytes, offsetBytes + lengthBytes);
  }

  differs(region: number): boolean {
    const { offsetBytes, lengthBytes } = this.extentOf(region);
    const end = offsetBytes + lengthBytes;
    return this.#memory.compare(this.#seen, offsetBytes, end, offsetBytes, end) !== 0;
  }

  mark(name: string): void {
    if (name === CREATION_POINT) throw notMovable();
    if (!this.#points.has(name) && this.#points.size > POINTS_MAX) {
      throw nativeError("point_limit", "mark_point", 0, "there are too many points");
    }
    this.#points.set(name, newPoint());
  }

  unmark(name: string): boolean {
    if (name === CREATION_POINT) throw notMovable();
    return this.#points.delete(name);
  }

  dirty(name: string): Set<number> {
    const point = this.#points.get(name);
    if (point !== undefined) return point.dirty;
    throw nativeError("point_not_found", "dirty", 0, `there is no point '${name}'`);
  }

  points(): { name: string; sinceMs: number; dirtyRegions: number }[] {
    return [...this.#points].map(([name, { sinceMs, dirty }]) => ({
      name,
      sinceMs,
      dirtyRegions: dirty.size,
    }));
  }

  /** As extents, in order, those that touch as one. */
  merged(regions: Iterable<number>): NativeExtent[] {
    const extents: NativeExtent[] = [];
    for (const region of [...regions].sort((a, b) => a - b)) {
      const extent = this.extentOf(region);
      const last = extents.at(-1);
      if (last !== undefined && last.offsetBytes + last.lengthBytes === extent.offsetBytes) {
        last.lengthBytes += extent.lengthBytes;
      } else {
        extents.push(extent);
      }
    }
    return extents;
  }
}

function newPoint(): Point {
  return { sinceMs: Date.now(), dirty: new Set() };
}

function notMovable() {
  return nativeError("usage", "mark_point", 0, `'${CREATION_POINT}' cannot be moved`);
}
