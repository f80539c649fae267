/** Comparisons that need the same things, or can none of them be run. */
import type { Row } from "../row.js";
import type { Workbench } from "../workbench.js";

export interface Group {
  name: string;
  title: string;
  /** Yields each row when it has been measured; throws for what keeps the rest from running. */
  measure(bench: Workbench): AsyncIterable<Row>;
}
