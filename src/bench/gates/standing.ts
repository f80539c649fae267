/** How a gate stands while the run goes on. */

export interface GateStanding {
  /** The gate as written. */
  text: string;
  /** As far as it can be told yet; `open`: not at all, or only at the end. */
  state: "kept" | "missed" | "open";
  /** The value so far for people, `≈` before an estimate; empty where there is none. */
  value: string;
}
