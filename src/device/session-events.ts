/** What the native side tells: of sessions, into the logs and to enforcement; of stores. */
import type { NativeDeviceEvent } from "../binding/native.js";
import { type AuditLog, whoOf } from "./audit.js";
import type { Grants } from "./grants.js";
import type { Logger } from "./log.js";

/** What becomes of volumes' backing stores. */
export interface StoreEvents {
  /** It cannot be used any more. */
  failed(volumeId: string, why: string): void;
  /** It does not answer. */
  stalled(volumeId: string, why: string): void;
  /** It answers again. */
  resumed(volumeId: string): void;
  /** Its image is not what it was. */
  damaged(volumeId: string, what: string): void;
}

export interface SessionEventsParts {
  audit: Pick<AuditLog, "record">;
  grants: Grants;
  log: Logger;
  stores: StoreEvents;
  /** A session has come of a ticket. */
  opened(sessionId: string): void;
}

/** The listener of a native device. */
export function sessionEvents(parts: SessionEventsParts): (event: NativeDeviceEvent) => void {
  return (event) => {
    const { kind, sessionId, client, peer } = event;
    const { volumeId, message } = event;
    if (kind === "store_failed") return parts.stores.failed(volumeId, message);
    if (kind === "store_stalled") return parts.stores.stalled(volumeId, message);
    if (kind === "store_resumed") return parts.stores.resumed(volumeId);
    if (kind === "store_damaged") return parts.stores.damaged(volumeId, message);
    logEvent(parts.log, event);
    const what = kind.replace("_", " ");
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
