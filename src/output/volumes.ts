/** Volumes as text. */
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
    atomics: `by the ${volume.atomics}`,
    "huge pages": volume.huge_pages ? "yes" : "no",
    sessions: String(volume.sessions),
    created: volume.created_at,
  });
}
