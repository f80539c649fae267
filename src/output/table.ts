/** Tables and lists of properties for terminals. */
import Table from "cli-table3";

/** No frame: columns under a heading line, as `ls` or `df` have them. */
const FRAMELESS = {
  top: "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  bottom: "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
  left: "",
  "left-mid": "",
  mid: "",
  "mid-mid": "",
  right: "",
  "right-mid": "",
  middle: "  ",
};

export interface Column {
  head: string;
  align?: "left" | "right";
}

/** Rows under their heads; no colour and no escapes. */
export function renderTable(columns: Column[], rows: string[][]): string {
  const table = new Table({
    head: columns.map(({ head }) => head),
    colAligns: columns.map(({ align = "left" }) => align),
    chars: FRAMELESS,
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0 },
  });
  table.push(...rows);
  return table.toString().replace(/ +$/gm, "");
}

/** One property a line, values in a column. */
export function renderProperties(properties: Record<string, string>): string {
  const width = Math.max(...Object.keys(properties).map((key) => key.length));
  return Object.entries(properties)
    .map(([key, value]) => `${key.padEnd(width)}  ${value}`.trimEnd())
    .join("\n");
}
