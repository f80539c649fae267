/** What the native side tells of sessions, into the logs and to enforcement. */
import type { NativeDeviceEvent } from "../binding/native.js";
import { type AuditLog, whoOf } from "./audit.js";
import type { Grants } from "./grants.js";
import type { Logger } from "./log.js";

export interface SessionEventsParts {
  audit: Pick<AuditLog, "record">;
  grants: Grants;
  log: Logger;
  /** A volume's backing store cannot be used any more. */
  storeFailed(volumeId: string, why: string): void;
  /** A session has come of a ticket. */
  opened(sessionId: string): void;
}

/** The listener of a native device. */
export function sessionEvents(parts: SessionEventsParts): (event: NativeDeviceEvent) => void {
  return (event) => {
    logEvent(parts.log, event);
    const { kind, sessionId, client, peer } = event;
    const what = kind.replace("_", " ");
    if (kind === "store_failed") return parts.storeFailed(event.volumeId, event.message);
    if (kind === "connection_refused") {
      parts.audit.record({ kind: "stranger", who: "", from: peer, what, detail: event.message });
      return;
    }
    const grant = parts.grants.get(sessionId);
    parts.audit.record({
      kind: "session",
      ...(grant === undefined ? { who: "" } : whoOf(grant.caller)),
      what,
      on: sessionId,
      detail: `volume '${grant?.volume.name ?? event.volumeId}', client '${client}', ${peer}`,
    });
    if (kind !== "session_opened") {
      parts.grants.remove(sessionId);
      return;
    }
    if (grant !== undefined) grant.opened = true;
    parts.opened(sessionId);
  };
}

function logEvent(log: Logger, { kind, message, ...fields }: NativeDeviceEvent): void {
  const trouble = kind !== "session_opened" && kind !== "session_closed";
  const detail = message === "" ? {} : { detail: message };
  log[trouble ? "warn" : "info"]({ ...fields, ...detail }, kind.replace("_", " "));
}
