/** Which parts of the live view a terminal has room for. */
import type { TerminalSize } from "../terminal/size.js";

export interface Layout {
  columns: number;
  /** Empty lines between the parts. */
  gaps: boolean;
  /** Jobs with a row of their own; those left out are only in the total. */
  jobRows: number;
  totalRow: boolean;
  /** Thresholds with a row of their own; those left out are in a last row. */
  gateRows: number;
  histogramRows: number;
  iopsSparklines: boolean;
}

const SMALLEST = { columns: 60, rows: 16 };
const LEAST_HISTOGRAM_ROWS = 4;

/** Each row costs the load under test some processor time; more than these say little more. */
const MOST_HISTOGRAM_ROWS = 12;
const MOST_JOB_ROWS = 8;
const MOST_GATE_ROWS = 4;

/** Header, heads of jobs, histogram and percentiles, and the keys. */
const FIXED_ROWS = 6;
const GAP_ROWS = 3;
const ROWS_FOR_GAPS = 21;

/**
 * The parts of a frame that is lower than the terminal by a row at least. Undefined where the
 * terminal is too small for more than the reduced view.
 */
export function planLayout(
  { columns, rows }: TerminalSize,
  { jobs, directions, gates }: { jobs: number; directions: number; gates: number },
): Layout | undefined {
  if (columns < SMALLEST.columns || rows < SMALLEST.rows) return undefined;
  const height = rows - 1;
  const gaps = height >= ROWS_FOR_GAPS;
  // A percentile row and a p99 sparkline for each direction.
  const needed = FIXED_ROWS + 2 * directions + (gaps ? GAP_ROWS : 0);
  const gateRows = Math.min(gates, MOST_GATE_ROWS, height - needed - LEAST_HISTOGRAM_ROWS - 1);
  const fixed = needed + gateRows;
  const { jobRows, totalRow } = planJobs(jobs, height - fixed - LEAST_HISTOGRAM_ROWS);
  const spare = height - fixed - jobRows - (totalRow ? 1 : 0);
  const iopsSparklines = spare - directions >= MOST_HISTOGRAM_ROWS;
  const histogramRows = Math.min(MOST_HISTOGRAM_ROWS, spare);
  return { columns, gaps, jobRows, totalRow, gateRows, histogramRows, iopsSparklines };
}

function planJobs(jobs: number, room: number) {
  if (jobs === 1) return { jobRows: 1, totalRow: false };
  return { jobRows: Math.max(0, Math.min(jobs, MOST_JOB_ROWS, room - 1)), totalRow: true };
}
