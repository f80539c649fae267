/** How large the terminal is at the moment. */

export interface TerminalSize {
  columns: number;
  rows: number;
}

/** The size of a terminal that does not tell. */
const USUAL_SIZE: TerminalSize = { columns: 80, rows: 24 };

export function sizeOf({ columns, rows }: Partial<TerminalSize>): TerminalSize {
  return { columns: columns || USUAL_SIZE.columns, rows: rows || USUAL_SIZE.rows };
}
