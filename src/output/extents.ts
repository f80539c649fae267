/** Extents of a volume as text. */
import type { VerifyResult } from "../control/durability.js";
import type { Changes, Extent, ScanResult } from "../control/observation.js";
import { formatBytes } from "../units/bytes.js";
import { renderTable } from "./table.js";

export function changesText(volume: string, point: string, changes: Changes): string {
  const { extents, regions, bytes } = changes;
  if (extents.length === 0) {
    return (
      `Nothing changed on volume '${volume}' since '${point}', as far as it is observed.\n` +
      `See how it is: memvol volume show ${volume}`
    );
  }
  const what = `${regions} ${regions === 1 ? "region" : "regions"}, ${formatBytes(bytes)}`;
  return `${extentsTable(extents)}\n\n${what} may have changed since '${point}'.`;
}

export function scanText({ bytes_hashed, changed }: ScanResult): string {
  const hashed = `Compared ${formatBytes(bytes_hashed)}`;
  if (changed.length === 0) return `${hashed}: nothing changed that was not known.`;
  return `${extentsTable(changed)}\n\n${hashed}: this had changed, and nobody had told.`;
}

export function verifyText({ bytes_compared, image, memory }: VerifyResult): string {
  const compared = `Compared ${formatBytes(bytes_compared)}`;
  if (image.length === 0 && memory.length === 0) {
    return `${compared}: memory, image and checksums are the same.`;
  }
  const parts = [
    { extents: image, what: "The image is not what its checksums say:" },
    { extents: memory, what: "The memory is not what was kept, and nobody told of a change:" },
  ];
  const found = parts.filter(({ extents }) => extents.length > 0);
  return [compared, ...found.map(({ extents, what }) => `${what}\n${extentsTable(extents)}`)].join(
    "\n\n",
  );
}

function extentsTable(extents: Extent[]): string {
  return renderTable(
    [
      { head: "OFFSET", align: "right" },
      { head: "END", align: "right" },
      { head: "LENGTH", align: "right" },
    ],
    extents.map(({ offset_bytes, length_bytes }) => [
      hex(offset_bytes),
      hex(offset_bytes + length_bytes),
      formatBytes(length_bytes),
    ]),
  );
}

function hex(bytes: number): string {
  return `0x${bytes.toString(16)}`;
}
