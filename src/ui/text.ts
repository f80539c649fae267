/** Fitting words into columns. */

/** Padded on the right to `width` columns, or cut there. For names, which may be of any script. */
export function fitName(name: string, width: number): string {
  const cells = [...name.replaceAll(/\p{C}/gu, "?")];
  let used = cells.reduce((sum, cell) => sum + columnsOf(cell), 0);
  if (used > width) {
    while (used > width - 1) used -= columnsOf(cells.pop() ?? " ");
    cells.push("…");
    used += 1;
  }
  return cells.join("") + " ".repeat(width - used);
}

/** Two for scripts and symbols that may be two columns wide; one too many only leaves a gap. */
function columnsOf(cell: string): number {
  const codePoint = cell.codePointAt(0) ?? 0;
  const hangulJamo = codePoint >= 0x1100 && codePoint < 0x1200;
  return hangulJamo || codePoint >= 0x2300 ? 2 : 1;
}

/** Each cell padded on the left to its column's width. */
export function alignRight(cells: readonly string[], width: number): string {
  return cells.map((cell) => cell.padStart(width)).join("");
}
