/** Which parts of the watch view a terminal has room for. */
import type { TerminalSize } from "../terminal/size.js";
import { MAP_KINDS, type MapKind, type Selection } from "./frame.js";

/** What there is to show. */
export interface Contents {
  cells: number;
  clients: number;
  selection: Selection;
  totalRows: number;
  noticeRows: number;
}

export interface MapLayout {
  kinds: readonly MapKind[];
  /** Neighboring cells that are shown as one. */
  merge: number;
  perRow: number;
  /** Whether rows start with where on the volume they are. */
  offsets: boolean;
}

export interface Layout {
  /** Lines, at most; the terminal has one more, if it has more than one. */
  height: number;
  /** Empty lines between the parts. */
  gaps: boolean;
  /** Undefined where none fits. */
  maps: MapLayout | undefined;
  /** Clients with a row of their own. Undefined: no room for the table. */
  clientRows: number | undefined;
}

/** What a map's row starts with, the space after it included. */
export const OFFSET_WIDTH = 9;

const HEADER_ROWS = 2;
const KEY_ROWS = 1;
/** Around maps, totals and clients. */
const GAP_ROWS = 4;
const LEAST_COLUMNS = { offsets: 60, table: 60 };
/** Rows have whole blocks of cells, so that they start at round offsets. */
const BLOCK_CELLS = 16;
const LEAST_CLIENT_ROWS = 1;
/** More than these in one hide too much, as long as one map alone would do. */
const MOST_MERGED_OF_ALL = 2;

export function planLayout({ columns, rows }: TerminalSize, contents: Contents): Layout {
  const height = Math.max(1, rows - 1);
  const { totalRows, noticeRows, clients } = contents;
  const room = height - HEADER_ROWS - totalRows - noticeRows - KEY_ROWS;
  const leastTable = 1 + Math.min(LEAST_CLIENT_ROWS, clients);
  const withTable = columns >= LEAST_COLUMNS.table && room >= leastTable;
  const maps =
    (withTable ? planMaps(columns, room - leastTable, contents) : undefined) ??
    planMaps(columns, room, contents);
  const left = room - (maps === undefined ? 0 : rowsOf(maps, contents.cells));
  const gaps = left >= 1 + clients + GAP_ROWS;
  const clientRows = Math.min(clients, left - 1 - (gaps ? GAP_ROWS : 0));
  const tableFits = withTable && clientRows >= Math.min(1, clients);
  return { height, gaps, maps, clientRows: tableFits ? clientRows : undefined };
}

/** Rather one map with all its cells than all maps with few. */
function planMaps(columns: number, room: number, contents: Contents): MapLayout | undefined {
  const offsets = columns >= LEAST_COLUMNS.offsets;
  const width = columns - (offsets ? OFFSET_WIDTH : 0);
  if (width < BLOCK_CELLS) return undefined;
  const { selection, cells } = contents;
  const planMap = (kinds: readonly MapKind[], merge: number): MapLayout => {
    return { kinds, merge, perRow: cellsPerRow(Math.ceil(cells / merge), width), offsets };
  };
  const merges = mergesOf(cells);
  const together = selection === "all" ? merges.filter((merge) => merge <= MOST_MERGED_OF_ALL) : [];
  const alone = selection === "all" ? "write" : selection;
  return [
    ...together.map((merge) => planMap(MAP_KINDS, merge)),
    ...merges.map((merge) => planMap([alone], merge)),
  ].find((candidate) => rowsOf(candidate, cells) <= room);
}

/** Each map has a head. */
function rowsOf({ kinds, merge, perRow }: MapLayout, cells: number): number {
  return kinds.length * (1 + Math.ceil(Math.ceil(cells / merge) / perRow));
}

function mergesOf(cells: number): number[] {
  const steps = Math.ceil(Math.log2(Math.max(1, cells)));
  return Array.from({ length: steps + 1 }, (_, step) => 2 ** step);
}

/** As few rows as there can be, all but the last of the same length. */
function cellsPerRow(cells: number, width: number): number {
  const blocks = Math.ceil(cells / BLOCK_CELLS);
  const rows = Math.ceil(blocks / Math.floor(width / BLOCK_CELLS));
  return BLOCK_CELLS * Math.max(1, Math.ceil(blocks / rows));
}
