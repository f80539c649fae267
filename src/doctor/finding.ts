/** One thing that `memvol doctor` has looked at. */

export const CHECKS = [
  "adapters",
  "link",
  "gid_table",
  "mtu",
  "numa",
  "kernel_modules",
  "providers",
  "locked_memory",
  "huge_pages",
] as const;
export type Check = (typeof CHECKS)[number];

/** `bad`: RDMA does not work so; `warning`: it does, slower or not for everything. */
export type Level = "ok" | "warning" | "bad";

export interface Finding {
  check: Check;
  level: Level;
  /** What it is about: an adapter's port, an interface; empty: the host. */
  subject: string;
  message: string;
  /** Commands that mend it, to be run one after the other; none where there is nothing to mend. */
  fix: string[];
}

export function ok(check: Check, subject: string, message: string): Finding {
  return { check, level: "ok", subject, message, fix: [] };
}
