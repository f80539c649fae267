/** Sessions and rates of each client. */
import type { OperationType } from "../../../binding/native-observation.js";
import { formatBandwidth, formatRate } from "../../../units/format.js";
import type { Palette } from "../../palette.js";
import { fitName } from "../../text.js";
import type { ClientFigures, WatchFrame } from "../frame.js";
import { totalTypesOf } from "./totals.js";

const WIDTHS = { sessions: 10, rate: 10, bandwidth: 12 };
const LEAST_NAME_WIDTH = 12;

interface Columns {
  name: number;
  types: readonly OperationType[];
  /** Left out where names would have no room. */
  bandwidths: boolean;
}

/** A head, and `rows` clients: the first ones, in the frame's order. */
export function clientLines(
  frame: WatchFrame,
  rows: number,
  width: number,
  palette: Palette,
): string[] {
  const columns = planColumns(width, totalTypesOf(frame));
  const lines = frame.clients.slice(0, rows).map((client) => figuresLine(client, columns));
  return [palette.faint(headLine(frame, rows, columns)), ...lines];
}

function planColumns(width: number, types: readonly OperationType[]): Columns {
  const nameFor = (perType: number) => width - WIDTHS.sessions - types.length * perType;
  const name = nameFor(WIDTHS.rate + WIDTHS.bandwidth);
  if (name >= LEAST_NAME_WIDTH) return { name, types, bandwidths: true };
  return { name: nameFor(WIDTHS.rate), types, bandwidths: false };
}

function headLine({ clients, sorting }: WatchFrame, rows: number, columns: Columns): string {
  const count = rows < clients.length ? `${rows} of ${clients.length} clients` : "clients";
  const title = clients.length === 0 ? "no clients yet" : `${count} by ${sorting}`;
  return lineOf(title, "sessions", columns, (type) => [`${type}/s`, "bandwidth"]);
}

function figuresLine({ name, sessions, traffic }: ClientFigures, columns: Columns): string {
  return lineOf(name, formatRate(sessions), columns, (type) => [
    formatRate(traffic[type].operationsPerSecond),
    formatBandwidth(traffic[type].bytesPerSecond),
  ]);
}

function lineOf(
  name: string,
  sessions: string,
  columns: Columns,
  figuresOf: (type: OperationType) => readonly [rate: string, bandwidth: string],
): string {
  const cells = columns.types.flatMap((type) => {
    const [rate, bandwidth] = figuresOf(type);
    const first = rate.padStart(WIDTHS.rate);
    return columns.bandwidths ? [first, bandwidth.padStart(WIDTHS.bandwidth)] : [first];
  });
  return [fitName(name, columns.name), sessions.padStart(WIDTHS.sessions), ...cells].join("");
}
