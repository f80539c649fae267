/** Volumes as text. */
import type { StoreStatus } from "../control/durability.js";
import type { Volume } from "../control/schemas.js";
import { formatBytes } from "../units/bytes.js";
import { renderProperties, renderTable } from "./table.js";

export function volumesText(volumes: Volume[]): string {
  if (volumes.length === 0) return "No volumes. Create one: memvol volume create NAME --size SIZE";
  return renderTable(
    [
      { head: "NAME" },
      { head: "SIZE", align: "right" },
      { head: "BLOCK", align: "right" },
      { head: "SESSIONS", align: "right" },
      { head: "LABEL" },
    ],
    volumes.map((volume) => [
      volume.name,
      formatBytes(volume.size_bytes),
      String(volume.block_size_bytes),
      String(volume.sessions),
      volume.label,
    ]),
  );
}

export function volumeText(volume: Volume): string {
  return renderProperties({
    name: volume.name,
    id: volume.id,
    label: volume.label,
    size: `${formatBytes(volume.size_bytes)} (${volume.size_bytes} bytes)`,
    "block size": `${volume.block_size_bytes} bytes`,
    "region size": `${volume.region_size_bytes} bytes`,
    observed: `by ${volume.observe.default}, at least by ${volume.observe.minimum}`,
    durability: durabilityText(volume),
    ...storeProperties(volume),
    atomics: `by the ${volume.atomics}`,
    "huge pages": volume.huge_pages ? "yes" : "no",
    sessions: String(volume.sessions),
    created: volume.created_at,
  });
}

function durabilityText({ durability }: Volume): string {
  const { mode, interval_ms, dirty_bytes_max, backing } = durability;
  if (mode === "volatile") return "volatile: lost with the device's memory";
  if (mode === "barrier") return `barrier: kept by a flush, in ${backing}`;
  if (mode === "sync") return `sync: a write is complete when it is kept, in ${backing}`;
  const bound = dirty_bytes_max === 0 ? "" : ` or ${formatBytes(dirty_bytes_max)} dirty`;
  return `async: kept every ${interval_ms} ms${bound}, in ${backing}`;
}

function storeProperties({ store }: Volume): Record<string, string> {
  if (store === null) return {};
  const { durable_epoch, dirty_bytes, journal_bytes } = store;
  return {
    store: storeText(store),
    "durable epoch": String(durable_epoch),
    dirty: `${formatBytes(dirty_bytes)}; ${formatBytes(journal_bytes)} in the journal`,
    scrubbed: scrubText(store),
  };
}

function storeText({ state, failure, stall }: StoreStatus): string {
  if (failure !== null) return `${state}, the volume can only be read: ${failure}`;
  if (state === "damaged") return `${state}; write it anew: memvol volume persist NAME --full`;
  return stall === null ? state : `${state}, nothing becomes durable: ${stall}`;
}

function scrubText({ scrub: { passes, bytes_compared, damaged_bytes } }: StoreStatus): string {
  const looked = `${formatBytes(bytes_compared)}, ${passes} ${passes === 1 ? "pass" : "passes"}`;
  return damaged_bytes === 0 ? looked : `${looked}; ${formatBytes(damaged_bytes)} damaged`;
}
