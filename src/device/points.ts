/** Points in time of the device's volumes, and what changed since. */
import { CREATION_POINT, type NativeObservation } from "../binding/native-observation.js";
import type { Changes } from "../control/observation.js";
import { UserError } from "../errors.js";
import type { Catalog } from "./catalog.js";
import { extentOf } from "./traffic.js";

type NativePoints = Pick<NativeObservation, "markPoint" | "unmarkPoint" | "dirty">;

/** Everything here rejects `volume_not_found`. */
export class Points {
  readonly #catalog: Catalog;
  readonly #native: NativePoints;

  constructor(catalog: Catalog, native: NativePoints) {
    this.#catalog = catalog;
    this.#native = native;
  }

  /** @throws UserError `usage` for the point of creation, `point_limit` */
  async mark(volume: string, point: string): Promise<void> {
    checkMovable(volume, point);
    await this.#native.markPoint(this.#catalog.get(volume).id, point);
  }

  /** @throws UserError `usage` for the point of creation, `point_not_found` */
  async unmark(volume: string, point: string): Promise<void> {
    checkMovable(volume, point);
    if (await this.#native.unmarkPoint(this.#catalog.get(volume).id, point)) return;
    throw new UserError("point_not_found", `Volume '${volume}' has no point '${point}'`, {
      nextSteps: [`See the points: memvol volume stats ${volume}`],
    });
  }

  /** @throws UserError `point_not_found` */
  dirty(volume: string, point: string): Promise<Changes> {
    return this.#changes(volume, point, false);
  }

  /**
   * As dirty, and moves the point to now; what changes meanwhile is dirty still.
   *
   * @throws UserError `usage` for the point of creation, `point_not_found`
   */
  async take(volume: string, point: string): Promise<Changes> {
    checkMovable(volume, point);
    return this.#changes(volume, point, true);
  }

  async #changes(volume: string, point: string, take: boolean): Promise<Changes> {
    const { id, region_size_bytes } = this.#catalog.get(volume);
    const extents = (await this.#native.dirty(id, point, take)).map(extentOf);
    // Extents are whole regions; the volume's last one may be short.
    const regions = extents.map(({ length_bytes }) => Math.ceil(length_bytes / region_size_bytes));
    return {
      extents,
      regions: sum(regions),
      bytes: sum(extents.map(({ length_bytes }) => length_bytes)),
    };
  }
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function checkMovable(volume: string, point: string): void {
  if (point !== CREATION_POINT) return;
  throw new UserError(
    "usage",
    `The point '${CREATION_POINT}' is as old as volume '${volume}': it stays where it is`,
    { nextSteps: [`Make one of your own: memvol volume mark ${volume} NAME`] },
  );
}
