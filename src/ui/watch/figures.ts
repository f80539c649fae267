/** The figures of a frame that are not rates, and the order of its clients. */
import { OPERATION_TYPES } from "../../binding/native-observation.js";
import type { ClientFigures, DirtyCell, DirtySummary, Sorting, Traffic } from "./frame.js";
import type { WatchedStatistics } from "./statistics.js";

/** What the client without a name stands for. */
const OTHERS = "others";

/** In the order asked for; the sum of the others comes last. */
export function sortClients(clients: readonly ClientFigures[], sorting: Sorting): ClientFigures[] {
  const named = clients.filter((client) => client.name !== "");
  const others = clients.filter((client) => client.name === "");
  return [
    ...named.sort(sorting === "traffic" ? byTraffic : byName),
    ...others.map((client) => ({ ...client, name: OTHERS })),
  ];
}

/** By name where there is as much, so that idle clients keep their places. */
function byTraffic(a: ClientFigures, b: ClientFigures): number {
  return operationsPerSecond(b.traffic) - operationsPerSecond(a.traffic) || byName(a, b);
}

function byName(a: ClientFigures, b: ClientFigures): number {
  return a.name < b.name ? -1 : 1;
}

function operationsPerSecond(traffic: Traffic): number {
  return OPERATION_TYPES.reduce((sum, type) => sum + traffic[type].operationsPerSecond, 0);
}

/** The last cell has what is left of the volume. */
export function dirtyCellsOf(
  { cells, region_size_bytes }: WatchedStatistics,
  sizeBytes: number,
): DirtyCell[] {
  const regions = Math.ceil(sizeBytes / region_size_bytes);
  return cells.dirty.map((dirty, index) => {
    const left = regions - index * cells.regions_each;
    return { regions: Math.max(dirty, Math.min(cells.regions_each, left)), dirty };
  });
}

export function dirtySummaryOf(
  { since, points }: WatchedStatistics,
  cells: readonly DirtyCell[],
): DirtySummary {
  return {
    point: since,
    since: points.find((point) => point.name === since)?.since,
    dirtyRegions: cells.reduce((sum, cell) => sum + cell.dirty, 0),
    regions: cells.reduce((sum, cell) => sum + cell.regions, 0),
  };
}
