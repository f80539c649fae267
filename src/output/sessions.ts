/** Sessions as text. */
import type { Session } from "../control/schemas.js";
import { formatBytes } from "../units/bytes.js";
import { renderTable } from "./table.js";

export function sessionsText(sessions: Session[]): string {
  if (sessions.length === 0) {
    return "No sessions: nobody is attached. Attach: memvol volume read NAME";
  }
  return renderTable(
    [
      { head: "CLIENT" },
      { head: "ID" },
      { head: "VOLUME" },
      { head: "RIGHTS" },
      { head: "OFFSET", align: "right" },
      { head: "LENGTH", align: "right" },
      { head: "OBSERVED BY" },
      { head: "READ", align: "right" },
      { head: "WRITTEN", align: "right" },
      { head: "REFUSED", align: "right" },
      { head: "PEER" },
      { head: "SINCE" },
    ],
    sessions.map((session) => [
      session.client,
      session.id,
      session.volume,
      session.rights.join(","),
      `0x${session.offset_bytes.toString(16)}`,
      formatBytes(session.length_bytes),
      session.observe,
      formatBytes(session.traffic.read.bytes),
      formatBytes(session.traffic.write.bytes),
      String(session.refused),
      session.peer,
      session.since,
    ]),
  );
}
