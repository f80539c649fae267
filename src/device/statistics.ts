/** What was done to the device's volumes: counters, and comparison by hash. */
import { fromNative } from "../binding/failure.js";
import {
  CREATION_POINT,
  type NativeObservation,
  type NativeVolumeStatistics,
} from "../binding/native-observation.js";
import type { ScanRequest, ScanResult, VolumeStatistics } from "../control/observation.js";
import { UserError } from "../errors.js";
import type { Catalog } from "./catalog.js";
import { checkRange } from "./range.js";
import { eachType, extentOf, namedTrafficOf, timeOf, trafficOf } from "./traffic.js";

type NativeStatistics = Pick<NativeObservation, "volumeStatistics" | "scan">;

export class Statistics {
  readonly #catalog: Catalog;
  readonly #native: NativeStatistics;

  constructor(catalog: Catalog, native: NativeStatistics) {
    this.#catalog = catalog;
    this.#native = native;
  }

  /**
   * @param since the point that dirty cells count from
   * @throws UserError `volume_not_found`, `point_not_found`
   */
  async of(volume: string, since: string): Promise<VolumeStatistics> {
    const { id, region_size_bytes } = this.#catalog.get(volume);
    const native = await this.#native.volumeStatistics(id, since);
    return { volume, since, region_size_bytes, ...statisticsOf(native) };
  }

  /** Of every volume, since its creation. */
  async all(): Promise<VolumeStatistics[]> {
    const each = this.#catalog.list().map(({ name }) => this.#ofWhatThereIs(name));
    return (await Promise.all(each)).flat();
  }

  /** Nothing for a volume that is deleted meanwhile. */
  async #ofWhatThereIs(volume: string): Promise<VolumeStatistics[]> {
    try {
      return [await this.of(volume, CREATION_POINT)];
    } catch (thrown) {
      const error = fromNative(thrown);
      if (error instanceof UserError && error.code === "volume_not_found") return [];
      throw error;
    }
  }

  /** @throws UserError `volume_not_found`, `range_invalid` */
  async scan(volume: string, request: ScanRequest): Promise<ScanResult> {
    const { id, size_bytes } = this.#catalog.get(volume);
    const { offset_bytes: offset, length_bytes: length = size_bytes - offset } = request;
    checkRange(volume, size_bytes, offset, length);
    const extent = { offsetBytes: offset, lengthBytes: length };
    const { bytesHashed, changed } = await this.#native.scan(id, extent);
    return { bytes_hashed: bytesHashed, changed: changed.map(extentOf) };
  }
}

function statisticsOf(
  native: NativeVolumeStatistics,
): Omit<VolumeStatistics, "volume" | "since" | "region_size_bytes"> {
  return {
    traffic: trafficOf(native.traffic),
    bytes_estimated: native.bytesEstimated,
    clients: native.clients.map(namedTrafficOf),
    interfaces: native.interfaces.map(namedTrafficOf),
    cells: {
      ...eachType(native.cells, (cells) => [...cells]),
      dirty: [...native.cellsDirty],
      regions_each: native.cellRegions,
    },
    points: native.points.map(({ name, sinceMs, dirtyRegions }) => ({
      name,
      since: timeOf(sinceMs),
      dirty_regions: dirtyRegions,
    })),
    refused: native.refused,
    regions_hashed: native.regionsHashed,
    regions_found_changed: native.regionsFoundChanged,
    memory_bytes: native.memoryBytes,
  };
}
