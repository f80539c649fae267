/** What was done to a volume, as text. The map of its cells is for documents alone. */
import { OPERATION_TYPES } from "../binding/native-observation.js";
import type { Traffic, VolumeStatistics } from "../control/observation.js";
import { formatBytes } from "../units/bytes.js";
import { formatBandwidth, formatRate } from "../units/format.js";
import { type Column, renderProperties, renderTable } from "./table.js";

const NEVER = "-";

export function statisticsText(statistics: VolumeStatistics): string {
  const { traffic, clients, interfaces } = statistics;
  const parts = hasTraffic(traffic)
    ? [typesTable(traffic), sizesTable(traffic)]
    : [nothingText(statistics.volume)];
  if (clients.length > 0) parts.push(namedTable("CLIENT", clients));
  if (interfaces.length > 0) parts.push(namedTable("INTERFACE", interfaces));
  parts.push(pointsTable(statistics), countersText(statistics));
  return parts.join("\n\n");
}

function hasTraffic(traffic: Traffic): boolean {
  return OPERATION_TYPES.some((type) => traffic[type].operations > 0);
}

function nothingText(volume: string): string {
  return (
    `No operation on volume '${volume}' was observed yet.\n` +
    `Tell of some: memvol volume write ${volume} --observe immediate`
  );
}

function right(head: string): Column {
  return { head, align: "right" };
}

function typesTable(traffic: Traffic): string {
  return renderTable(
    [
      { head: "TYPE" },
      right("OPERATIONS"),
      right("BYTES"),
      right("RATE"),
      right("BANDWIDTH"),
      { head: "LAST SEEN" },
    ],
    OPERATION_TYPES.map((type) => {
      const { operations, bytes, operations_per_second, bytes_per_second, last_seen } =
        traffic[type];
      return [
        type,
        String(operations),
        formatBytes(bytes),
        `${formatRate(operations_per_second)}/s`,
        formatBandwidth(bytes_per_second),
        last_seen ?? NEVER,
      ];
    }),
  );
}

/** A row for each power of two in which there was an operation. */
function sizesTable(traffic: Traffic): string {
  const counts = (power: number) => OPERATION_TYPES.map((type) => traffic[type].sizes[power] ?? 0);
  const rows = traffic.read.sizes
    .map((_, power) => ({ from: 2 ** power, counts: counts(power) }))
    .filter((row) => row.counts.some((count) => count > 0))
    .map((row) => [`${formatBytes(row.from)} and more`, ...row.counts.map(String)]);
  return renderTable([{ head: "SIZE" }, right("READS"), right("WRITES"), right("ATOMICS")], rows);
}

function namedTable(head: string, named: VolumeStatistics["clients"]): string {
  return renderTable(
    [
      { head },
      right("SESSIONS"),
      right("READS"),
      right("READ"),
      right("WRITES"),
      right("WRITTEN"),
      right("ATOMICS"),
    ],
    named.map(({ name, sessions, traffic: { read, write, atomic } }) => [
      name === "" ? "(others)" : name,
      String(sessions),
      String(read.operations),
      formatBytes(read.bytes),
      String(write.operations),
      formatBytes(write.bytes),
      String(atomic.operations),
    ]),
  );
}

function pointsTable({ points }: VolumeStatistics): string {
  return renderTable(
    [{ head: "POINT" }, { head: "SINCE" }, right("DIRTY REGIONS")],
    points.map(({ name, since, dirty_regions }) => [name, since, String(dirty_regions)]),
  );
}

function countersText(statistics: VolumeStatistics): string {
  return renderProperties({
    "region size": formatBytes(statistics.region_size_bytes),
    "regions hashed": String(statistics.regions_hashed),
    "found changed": `${statistics.regions_found_changed} regions, by nobody who told`,
    "notifications refused": String(statistics.refused),
    "memory for tracking": formatBytes(statistics.memory_bytes),
    ...(statistics.bytes_estimated && {
      note: "some writes told no size: the whole regions that they named are counted",
    }),
  });
}
