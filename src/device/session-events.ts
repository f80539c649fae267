/** What the native side tells of sessions, into the logs and to enforcement. */
import type { NativeDeviceEvent } from "../binding/native.js";
import type { Caller } from "../control/caller.js";
import type { AuditLog } from "./audit.js";
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
    if (kind === "connection_refused") return;
    if (kind === "store_failed") return parts.storeFailed(event.volumeId, event.message);
    const grant = parts.grants.get(sessionId);
    parts.audit.record({
      kind: "session",
      who: client,
      from: fromOf(grant?.caller, peer),
      what: kind.replace("_", " "),
      on: sessionId,
      detail: `volume '${grant?.volume.name ?? event.volumeId}'`,
    });
    if (kind === "session_opened") parts.opened(sessionId);
    else parts.grants.remove(sessionId);
  };
}

function fromOf(caller: Caller | undefined, peer: string): string {
  return caller?.kind === "remote" ? caller.address : peer;
}

function logEvent(log: Logger, { kind, message, ...fields }: NativeDeviceEvent): void {
  const trouble = kind !== "session_opened" && kind !== "session_closed";
  const detail = message === "" ? {} : { detail: message };
  log[trouble ? "warn" : "info"]({ ...fields, ...detail }, kind.replace("_", " "));
}
